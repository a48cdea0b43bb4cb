import { anAccount } from '../accounts.ts'
import { aCase, aMember, anOffer } from '../cases.ts'
import { theyMeet } from '../requests.ts'
import type { MakeThing } from './things.ts'
import { breakGlass } from './world.ts'

/** What the responsible doctor alone may do; the colleague treats the patient as well. */
export const caseToLead: MakeThing = async ({ patient, doctor, colleague, breaker }) => {
  const caseId = await aCase(doctor, patient)
  await anOffer(doctor, caseId, colleague)
  await aMember(doctor, caseId, colleague)
  return {
    ids: { caseId, doctor: colleague.self.id, personId: colleague.self.id },
    stands: [
      { role: 'patient', relation: 'unrelated', who: patient },
      { role: 'doctor', relation: 'owner', who: doctor },
      { role: 'doctor', relation: 'unrelated', who: colleague },
      { role: 'doctor', relation: 'unrelated', who: breaker },
    ],
  }
}

/** What the doctor alone may answer to whom the case is offered. */
export const offeredCase: MakeThing = async ({ patient, doctor, colleague }) => {
  const caseId = await aCase(doctor, patient)
  await anOffer(doctor, caseId, colleague)
  return {
    ids: { caseId },
    stands: [
      { role: 'doctor', relation: 'owner', who: colleague },
      { role: 'doctor', relation: 'unrelated', who: doctor },
      { role: 'patient', relation: 'unrelated', who: patient },
    ],
  }
}

/** A case whose responsible doctor has left the clinic. */
export const orphanedCase: MakeThing = async ({ server, outsiders, patient, doctor, breaker }) => {
  const leaver = await anAccount(server, outsiders.administrator, ['doctor'])
  await theyMeet(server, patient, leaver)
  const caseId = await aCase(leaver, patient)
  await outsiders.administrator.fetch(`/api/people/${leaver.self.id}`, { method: 'DELETE' })
  return {
    ids: { caseId },
    stands: [
      { role: 'doctor', relation: 'related', who: doctor },
      { role: 'doctor', relation: 'unrelated', who: breaker },
      { role: 'patient', relation: 'unrelated', who: patient },
    ],
  }
}

const CONTENT = { allergies: [], medicines: null, illnesses: '', skin: '', pregnancy: null }
let written = 0

/** What replaces whatever was kept before: of a patient of whom nothing was. */
export const newBackground = () => ({ after: 0, content: { ...CONTENT, skin: `Dry, ${(written += 1)}` } })

/** Of a patient of whom nothing is known yet, and who was asked for nothing. */
const newPatient =
  (doctors: 'related' | 'unrelated'): MakeThing =>
  async ({ server, outsiders, doctor, breaker }) => {
    const patient = await anAccount(server, outsiders.administrator, ['patient'])
    await theyMeet(server, patient, doctor)
    await breakGlass(breaker, patient)
    return {
      ids: { personId: patient.self.id },
      stands: [
        { role: 'patient', relation: 'owner', who: patient },
        { role: 'doctor', relation: doctors, who: doctor },
        { role: 'doctor', relation: 'unrelated', who: breaker },
      ],
    }
  }

export const background = newPatient('related')
/** Nobody agrees for the patient. */
export const consent = newPatient('unrelated')
