import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakePage } from '../../platform/testing/fake-page.ts'
import { aPerson, asParticipant } from '../../platform/testing/samples.ts'
import { PatientsModel } from './patients-model.ts'

let page: FakePage
beforeEach(() => {
  page = new FakePage().install()
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const [johanna, karim] = [asParticipant(aPerson(1)), asParticipant(aPerson(2))]

function aModel() {
  page.answers.set('GET /api/patients', { patients: [johanna] })
  return new PatientsModel()
}

const found = (patient: unknown) => page.answers.set('POST /api/patients/find', { patient })

describe('[B27] a doctor’s patients', () => {
  it('are those whom the doctor treats', async () => {
    const model = aModel()
    await model.load()
    expect(model.state.get()).toEqual({ status: 'listed', patients: [johanna] })
  })

  it.each([
    ['nobody', null, { kind: 'nobody' }],
    ['one’s own', johanna, { kind: 'own', patient: johanna }],
    ['somebody else’s', karim, { kind: 'other', patient: karim }],
  ])('are found by e-mail: %s', async (_, patient, expected) => {
    const model = aModel()
    found(patient)
    expect(await model.find('somebody@example.org')).toEqual(expected)
  })

  it('are not found without a connection, which is said', async () => {
    await expect(new PatientsModel().find('somebody@example.org')).rejects.toMatchObject({ code: 'offline' })
  })
})
