import {
  invitationListSchema,
  linkReplySchema,
  type Relation,
  type Role,
  secondFactorSchema,
  sessionListSchema,
  type VisitId,
  visitLinkListSchema,
} from '@visita/protocol'
import { newId } from '../../platform/random.ts'
import { anAccount } from '../accounts.ts'
import { Authenticator } from '../authenticator.ts'
import { aRequestedCall, aRungCall } from '../calls.ts'
import { asked, post } from '../passkeys.ts'
import { aRequest } from '../requests.ts'
import { aVisit, type Browser } from '../server.ts'
import { announced, sendFile } from '../uploads.ts'
import { anExpectedGuest, aVisitLink } from '../visit-links.ts'
import { breakGlass, type Stand, type World } from './world.ts'

/** Something that has ids, with those who have to do with it. */
export interface Thing {
  /** By the name of the field that takes each. */
  ids: Readonly<Record<string, string>>
  stands: readonly Stand[]
  /** What came of it, where the answer does not say. */
  isDone?: () => Promise<boolean>
  putAway?: () => Promise<void>
}

export type MakeThing = (world: World) => Promise<Thing>

const BOARD = {
  revision: 1,
  scene: '{}',
  png: Buffer.from('89504e470d0a1a0a', 'hex').toString('base64'),
}

const roleIn = (relation: Relation): Relation => relation

/** Of the patient and the doctor, with all that can be kept of it; `toRead`: treating the patient counts too. */
const clinicalVisit =
  (toRead: boolean): MakeThing =>
  async ({ server, patient, doctor, colleague, breaker }) => {
    const visitId = await aVisit(server.services, patient.self, doctor.self, ['patient', 'doctor'])
    const treating = roleIn(toRead ? 'related' : 'unrelated')
    return {
      ids: { visitId, ...(await contentsOf(visitId, patient)) },
      stands: [
        { role: 'patient', relation: 'owner', who: patient },
        { role: 'doctor', relation: 'related', who: doctor },
        { role: 'doctor', relation: treating, who: colleague },
        { role: 'doctor', relation: treating, who: breaker },
      ],
    }
  }

const guestsVisit: MakeThing = async ({ server, guest, otherGuest }) => {
  const visitId = await aVisit(server.services, guest.self, otherGuest.self)
  return {
    ids: { visitId, ...(await contentsOf(visitId, guest)) },
    stands: [
      { role: 'guest', relation: 'related', who: guest },
      { role: 'guest', relation: 'related', who: otherGuest },
    ],
  }
}

async function contentsOf(visitId: VisitId, writer: Browser): Promise<{ fileId: string; messageId: string }> {
  await writer.fetch(`/api/visits/${visitId}/board`, { method: 'PUT', json: { ...BOARD, revision: 0 } })
  return { fileId: await sendFile(writer, { visitId }), messageId: newId() }
}

export const visitToRead = [clinicalVisit(true), guestsVisit]
export const visitToWrite = [clinicalVisit(false), guestsVisit]
/** What keeps a board as the newest. */
export const newBoard = (): typeof BOARD => ({ ...BOARD, revision: Date.now() })

/** An upload that was begun; the others in the visit have nothing to do with it. */
const uploadOf =
  (sender: 'patient' | 'doctor'): MakeThing =>
  async ({ server, patient, doctor }) => {
    const visitId = await aVisit(server.services, patient.self, doctor.self, ['patient', 'doctor'])
    const location = await announced({ patient, doctor }[sender], { visitId })
    const relationOf = (role: typeof sender, relation: Relation) => (role === sender ? relation : 'unrelated')
    return {
      ids: { storageId: location.split('/').at(-1) ?? '' },
      stands: [
        { role: 'patient', relation: relationOf('patient', 'owner'), who: patient },
        { role: 'doctor', relation: relationOf('doctor', 'related'), who: doctor },
      ],
    }
  }

const uploadOfGuest: MakeThing = async ({ server, guest, otherGuest }) => {
  const visitId = await aVisit(server.services, guest.self, otherGuest.self)
  const location = await announced(guest, { visitId })
  return {
    ids: { storageId: location.split('/').at(-1) ?? '' },
    stands: [
      { role: 'guest', relation: 'related', who: guest },
      { role: 'guest', relation: 'unrelated', who: otherGuest },
    ],
  }
}

export const upload = [uploadOf('patient'), uploadOf('doctor'), uploadOfGuest]

export const record: MakeThing = async ({ patient, doctor, colleague, breaker }) => ({
  ids: { personId: patient.self.id },
  stands: [
    { role: 'patient', relation: 'owner', who: patient },
    { role: 'doctor', relation: 'related', who: doctor },
    { role: 'doctor', relation: 'related', who: colleague },
    { role: 'doctor', relation: 'related', who: breaker },
  ],
})

/** Somebody whose account is administered; their sessions end by it. */
export const account: MakeThing = async ({ server, outsiders }) => {
  const person = await anAccount(server, outsiders.administrator, ['patient'])
  return {
    ids: { personId: person.self.id },
    stands: [{ role: 'patient', relation: 'owner', who: person }],
  }
}

/** A request for the doctor; one at a time, so the one that waits is withdrawn again. */
export const request: MakeThing = async ({ patient, doctor }) => {
  const requestId = await aRequest(patient, { doctor: doctor.self.id })
  return {
    ids: { requestId, doctor: doctor.self.id },
    stands: [
      { role: 'patient', relation: 'owner', who: patient },
      { role: 'doctor', relation: 'unrelated', who: doctor },
    ],
    putAway: async () => void (await patient.fetch(`/api/requests/${requestId}`, { method: 'DELETE' })),
  }
}

/** By a guest who came by a link, and to whom the doctor was not named. */
export const requestByLink: MakeThing = async ({ server, guest, doctor }) => {
  const expected = await anExpectedGuest(server, await aVisitLink(doctor))
  const requestId = await aRequest(expected)
  return {
    ids: { requestId, doctor: doctor.self.id },
    stands: [
      { role: 'guest', relation: 'owner', who: expected },
      { role: 'guest', relation: 'unrelated', who: guest },
    ],
    putAway: async () => void (await expected.fetch(`/api/requests/${requestId}`, { method: 'DELETE' })),
  }
}

export const patientToFind: MakeThing = async ({ lonelyPatient }) => ({
  ids: { patient: lonelyPatient.self.id },
  stands: [],
})

export const access: MakeThing = async ({ patient, doctor, breaker }) => ({
  ids: { breakGlassId: await breakGlass(breaker, patient) },
  stands: [
    { role: 'doctor', relation: 'owner', who: breaker },
    { role: 'doctor', relation: 'unrelated', who: doctor },
    { role: 'patient', relation: 'unrelated', who: patient },
  ],
})

/** Another session of somebody of this role, who asks with the one that they had before. */
export const sessionOf =
  (role: Role): MakeThing =>
  async ({ server, outsiders }) => {
    const owner = outsiders[role]
    const { login, password } = owner
    await server.stranger().fetch('/api/session/password', { method: 'POST', json: { login, password } })
    const { sessions } = sessionListSchema.parse(await (await owner.fetch('/api/sessions')).json())
    const other = sessions.find(({ current }) => !current)
    return {
      ids: { sessionId: other?.id ?? '' },
      stands: [{ role, relation: 'owner', who: owner }],
    }
  }

/** A passkey; staff keep their authenticator app. */
export const passkeyOf =
  (role: Role): MakeThing =>
  async ({ server, outsiders }) => {
    const owner = outsiders[role]
    const authenticator = new Authenticator(`http://localhost:${new URL(server.url).port}`)
    const made = authenticator.create(await asked(owner, '/api/account/passkeys'))
    await post(owner, '/api/account/passkeys', made)
    const reply = await owner.fetch('/api/account/second-factor')
    const newest = secondFactorSchema.parse(await reply.json()).passkeys.at(-1)
    const passkeyId = newest?.id ?? ''
    return {
      ids: { passkeyId },
      stands: [{ role, relation: 'owner', who: owner }],
      putAway: async () =>
        void (await owner.fetch(`/api/account/passkeys/${passkeyId}`, { method: 'DELETE' })),
    }
  }

export const invitation: MakeThing = async ({ outsiders }) => {
  const json = { displayName: 'Somebody invited', roles: ['patient'] }
  const reply = await outsiders.administrator.fetch('/api/invitations', { method: 'POST', json })
  return { ids: { token: linkReplySchema.parse(await reply.json()).token }, stands: [] }
}

/** By a doctor and by a coordinator, who each see their own. */
export const openInvitations = (['doctor', 'coordinator'] as const).map(
  (role): MakeThing =>
    async ({ outsiders }) => {
      const owner = outsiders[role]
      await post(owner, '/api/invitations/patients', { displayName: 'Somebody invited' })
      const reply = await owner.fetch('/api/invitations')
      const [newest] = invitationListSchema.parse(await reply.json()).invitations
      return {
        ids: { invitationId: newest?.id ?? '' },
        stands: [{ role, relation: 'owner', who: owner }],
      }
    },
)

export const doctorToWish: MakeThing = async ({ doctor }) => ({
  ids: { doctor: doctor.self.id },
  stands: [],
})

export const visitLink: MakeThing = async ({ doctor }) => ({
  ids: { token: await aVisitLink(doctor) },
  stands: [],
})

/** By a doctor and by a coordinator, who each see their own. */
export const openVisitLinks = (['doctor', 'coordinator'] as const).map(
  (role): MakeThing =>
    async ({ outsiders }) => {
      const owner = outsiders[role]
      await aVisitLink(owner)
      const reply = await owner.fetch('/api/visit-links')
      const [newest] = visitLinkListSchema.parse(await reply.json()).visitLinks
      return {
        ids: { visitLinkId: newest?.id ?? '' },
        stands: [{ role, relation: 'owner', who: owner }],
      }
    },
)

export const reset: MakeThing = async ({ outsiders, lonelyPatient }) => {
  const path = `/api/people/${lonelyPatient.self.id}/reset`
  const reply = await outsiders.administrator.fetch(path, { method: 'POST' })
  return { ids: { token: linkReplySchema.parse(await reply.json()).token }, stands: [] }
}

/** What somebody looks for in the log. */
export const inLog: MakeThing = async ({ patient, doctor }) => ({
  ids: { actor: doctor.self.id, subject: patient.self.id },
  stands: [],
})

/** The seat of the callee, whose page says that it closes; the caller's hears of it. */
const seat =
  (kind: 'guests' | 'clinical', who: 'caller' | 'callee'): MakeThing =>
  async ({ server, guest, otherGuest, doctor, patient }) => {
    const isClinical = kind === 'clinical'
    const call = isClinical
      ? await aRequestedCall(server, doctor, patient)
      : await aRungCall(server, guest, otherGuest)
    const [callerBrowser, calleeBrowser] = isClinical ? [doctor, patient] : [guest, otherGuest]
    const [callerRole, calleeRole] = isClinical
      ? (['doctor', 'patient'] as const)
      : (['guest', 'guest'] as const)
    const isCallee = who === 'callee'
    const { roomId, seatToken } = isCallee ? call.calleeSeat : call.callerSeat
    const other = isCallee ? call.caller : call.callee
    return {
      ids: { roomId, seatToken },
      stands: [
        {
          role: isCallee ? calleeRole : callerRole,
          relation: isClinical && isCallee ? 'owner' : 'related',
          who: isCallee ? calleeBrowser : callerBrowser,
        },
        // With the seat token of the other one.
        {
          role: isCallee ? callerRole : calleeRole,
          relation: 'unrelated',
          who: isCallee ? callerBrowser : calleeBrowser,
        },
      ],
      isDone: async () => {
        // Answered after whatever it was told before.
        await other.ask('request:look', {})
        return other.heard('room:peer').some(({ peer }) => peer.presence === 'closing')
      },
      putAway: call.hangUp,
    }
  }

export const seats = [seat('guests', 'callee'), seat('clinical', 'callee'), seat('clinical', 'caller')]
