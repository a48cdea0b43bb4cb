import { ID_ROUTES } from './id-routes.ts'
import { invitation, request, reset, sessionOf, upload, visitLink } from './things.ts'
import type { World } from './world.ts'

type Ids = Readonly<Record<string, string>>

/** An id of every kind that a route takes, under the name of the field that takes it, and ids of what is gone. */
export async function idsOfEveryKind(world: World): Promise<Ids> {
  const all: Record<string, string> = {}
  for (const { things, admits, filters } of Object.values(ID_ROUTES)) {
    const [make] = admits || filters ? [] : things
    const thing = await make?.(world)
    Object.assign(all, thing?.ids)
    await thing?.putAway?.()
  }
  const { patient, doctor, guest } = world
  // Persons are told apart by what they are.
  const { personId: _anybody, ...others } = all
  return {
    ...others,
    patient: patient.self.id,
    doctor: doctor.self.id,
    guest: guest.self.id,
    ...(await idsOfNothingAnyMore(world)),
  }
}

async function idsOfNothingAnyMore(world: World): Promise<Ids> {
  const { server, patient, outsiders } = world
  const [cut] = await Promise.all(upload.slice(0, 1).map((make) => make(world)))
  const storageId = cut?.ids['storageId'] ?? ''
  await patient.fetch(`/api/uploads/${storageId}`, {
    method: 'DELETE',
    headers: { 'tus-resumable': '1.0.0' },
  })
  const waiting = await request(world)
  await waiting.putAway?.()
  const sessionId = (await sessionOf('doctor')(world)).ids['sessionId'] ?? ''
  await outsiders.doctor.fetch(`/api/sessions/${sessionId}`, { method: 'DELETE' })
  const forgotten = await server.identify('Somebody forgotten')
  await forgotten.fetch('/api/session', { method: 'DELETE' })
  return {
    'an upload that was given up': storageId,
    'a request that was withdrawn': waiting.ids['requestId'] ?? '',
    'a session that ended': sessionId,
    'somebody forgotten': forgotten.self.id,
  }
}

/** A token of every kind, each good for something else. */
export async function tokensOfEveryKind(world: World): Promise<Ids> {
  return {
    'an invitation': (await invitation(world)).ids['token'] ?? '',
    'a reset': (await reset(world)).ids['token'] ?? '',
    'a link to a visit': (await visitLink(world)).ids['token'] ?? '',
    'a session': world.patient.cookie.split(/[=;]/)[1] ?? '',
    'the set-up': await world.server.services.accounts.accounts.setUpLink(),
  }
}
