import { COMPANION_ROLES, type CompanionRole } from '@visita/protocol'
import { newId, newSeatToken } from '../../platform/random.ts'
import { aVisit } from '../server.ts'
import { Several } from '../several.ts'
import type { MakeThing } from './things.ts'

/** A visit of patient and doctor in which an interpreter and a relative are. */
export const visitWithCompanions: MakeThing = async ({ server, patient, doctor, companions }) => {
  const visitId = await aVisit(server.services, patient.self, doctor.self, ['patient', 'doctor'])
  for (const role of COMPANION_ROLES)
    await server.services.visits.admit(visitId, { person: companions[role].self, role }, newSeatToken())
  return {
    ids: { visitId, messageId: newId() },
    stands: COMPANION_ROLES.map((role) => ({ role, relation: 'related', who: companions[role] })),
  }
}

/** The seat of somebody who came by link, whose page says that it closes; the patient's hears of it. */
const seatByLink =
  (as: CompanionRole): MakeThing =>
  async ({ server, doctor, patient }) => {
    const several = await Several.begin(server, { doctor, patient })
    const { who, page } = await several.comesByLink(as)
    const { roomId } = several
    await several.patient.get('room:consent', { roomId, person: who.self.id, allowed: true })
    const { ringId } = await page.hears('ring:incoming')
    const { seatToken } = await page.get('ring:accept', { ringId })
    return {
      ids: { roomId, seatToken },
      stands: [{ role: as, relation: 'related', who }],
      isDone: async () => {
        // Answered after whatever it was told before.
        await several.patient.ask('request:look', {})
        return several.patient
          .heard('room:peer')
          .some(({ peer }) => peer.id === who.self.id && peer.presence === 'closing')
      },
      putAway: () => several.close(),
    }
  }

export const seatsByLink = COMPANION_ROLES.map(seatByLink)
