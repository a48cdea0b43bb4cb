import type { ActingRole, CompanionRole, Relation } from '@visita/protocol'
import { ACTING_ROLES } from '@visita/protocol'
import { type Account, anAccount } from '../accounts.ts'
import { aCast, aCompanion, type Cast } from '../cast.ts'
import { theyMeet } from '../requests.ts'
import type { Browser, TestServer } from '../server.ts'

export type Asker = Pick<Browser, 'fetch' | 'cookie'>

/** Somebody who asks, as what they ask, and what they are to what they ask for. */
export interface Stand {
  role: ActingRole
  relation: Relation
  who: Asker
}

/** A clinic in which people have to do with each other, and somebody of every role who has to do with nobody. */
export interface World {
  server: TestServer
  /** To whom everything is unrelated. */
  outsiders: Cast
  patient: Account
  /** Treats the patient, and is in the visits that are made. */
  doctor: Account
  /** Treats the patient as well, and is in none of those visits. */
  colleague: Account
  /** Has the patient's record open against the rule. */
  breaker: Account
  /** With whom nobody has anything to do. */
  lonelyPatient: Account
  /** They meet in visits of the quick lobby. */
  guest: Browser
  otherGuest: Browser
  /** They are in the visits that have somebody by link. */
  companions: Readonly<Record<CompanionRole, Browser>>
}

export async function aWorld(server: TestServer): Promise<World> {
  const outsiders = await aCast(server)
  const account = (role: 'patient' | 'doctor') => anAccount(server, outsiders.administrator, [role])
  const world: World = {
    server,
    outsiders,
    patient: await account('patient'),
    doctor: await account('doctor'),
    colleague: await account('doctor'),
    breaker: await account('doctor'),
    lonelyPatient: await account('patient'),
    guest: await server.identify('A guest of the lobby'),
    otherGuest: await server.identify('Another guest of it'),
    companions: {
      interpreter: await aCompanion(server, 'interpreter'),
      relative: await aCompanion(server, 'relative'),
    },
  }
  for (const doctor of [world.doctor, world.colleague]) await theyMeet(server, world.patient, doctor)
  await breakGlass(world.breaker, world.patient)
  return world
}

/** Opens a record against the rule; the id of the access. */
export async function breakGlass(doctor: Asker, patient: Browser): Promise<string> {
  const json = { patient: patient.self.id, reason: 'Brought in unconscious.' }
  const reply = await doctor.fetch('/api/break-glass', { method: 'POST', json })
  return idIn(await reply.json())
}

function idIn(reply: unknown): string {
  const id: unknown = typeof reply === 'object' && reply !== null ? Reflect.get(reply, 'id') : undefined
  if (typeof id !== 'string') throw new Error(`no id in ${JSON.stringify(reply)}`)
  return id
}

/** Somebody of every role, to whom all is unrelated that is not `theirs`. */
export const outside = ({ outsiders }: World, theirs: readonly Stand[]): Stand[] =>
  ACTING_ROLES.map((role): Stand => ({ role, relation: 'unrelated', who: outsiders[role] })).filter(
    ({ who }) => !theirs.some((stand) => stand.who === who),
  )
