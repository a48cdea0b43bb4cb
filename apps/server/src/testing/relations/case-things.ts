import { caseIdSchema, type Relation } from '@visita/protocol'
import { newId } from '../../platform/random.ts'
import {
  anAnswer,
  aCase,
  aLesion,
  aNote,
  aQuestion,
  aScore,
  aSignedNote,
  aTreatment,
  MOLE,
} from '../cases.ts'
import { announcedPhoto, sendPhoto } from '../photos.ts'
import { aVisit } from '../server.ts'
import type { MakeThing } from './things.ts'

const roleIn = (relation: Relation): Relation => relation

/** Treating counts for all of it, access against the rule for reading alone; a patient adds photographs. */
const caseFor =
  (aim: 'read' | 'write' | 'add'): MakeThing =>
  async (world) => {
    const { server, patient, doctor, colleague, breaker } = world
    const caseId = await aCase(doctor, patient)
    const lesionId = await aLesion(doctor, caseId)
    const written = {
      treatment: await aTreatment(doctor, caseId),
      noteId: await aNote(doctor, caseId),
      addendumTo: await aSignedNote(doctor, caseId),
      replaces: await aScore(doctor, caseId, { ...MOLE, lesion: lesionId }),
      questionId: await aQuestion(doctor, caseId),
      visitId: await aVisit(server.services, patient.self, doctor.self, ['patient', 'doctor']),
    }
    return {
      ids: {
        personId: patient.self.id,
        caseId,
        lesionId,
        lesion: lesionId,
        entryId: newId(),
        scoreId: newId(),
        ...written,
      },
      stands: [
        { role: 'patient', relation: roleIn(aim === 'write' ? 'unrelated' : 'owner'), who: patient },
        { role: 'doctor', relation: 'related', who: doctor },
        { role: 'doctor', relation: 'related', who: colleague },
        { role: 'doctor', relation: roleIn(aim === 'read' ? 'related' : 'unrelated'), who: breaker },
      ],
    }
  }

export const caseToRead = caseFor('read')
export const caseToWrite = caseFor('write')
export const caseToAddTo = caseFor('add')

/** The patient has answered once, and can put another answer in its place. */
export const caseToAnswer: MakeThing = async (world) => {
  const { ids, stands } = await caseFor('add')(world)
  const caseId = caseIdSchema.parse(ids['caseId'])
  return { ids: { caseId, scoreId: newId(), replaces: await anAnswer(world.patient, caseId) }, stands }
}

const photoFor =
  (aim: 'read' | 'write'): MakeThing =>
  async (world) => {
    const { ids, stands } = await caseFor(aim)(world)
    const photoId = await sendPhoto(world.patient, { caseId: ids['caseId'] ?? '' })
    return { ids: { caseId: ids['caseId'] ?? '', photoId }, stands }
  }

export const photoToRead = photoFor('read')
export const photoToAskFor = photoFor('write')

/** A photograph that is being sent; the others who may add to the case have nothing to do with it. */
const photoUploadOf =
  (sender: 'patient' | 'doctor'): MakeThing =>
  async ({ patient, doctor, colleague }) => {
    const location = await announcedPhoto({ patient, doctor }[sender], {
      caseId: await aCase(doctor, patient),
    })
    const relationOf = (role: typeof sender, relation: Relation) => (role === sender ? relation : 'unrelated')
    return {
      ids: { storageId: location.split('/').at(-1) ?? '' },
      stands: [
        { role: 'patient', relation: relationOf('patient', 'owner'), who: patient },
        { role: 'doctor', relation: relationOf('doctor', 'related'), who: doctor },
        { role: 'doctor', relation: 'unrelated', who: colleague },
      ],
    }
  }

export const photoUpload = [photoUploadOf('patient'), photoUploadOf('doctor')]
