import { expect, it, onTestFinished } from 'vitest'
import { fakePipePair } from '../testing/index.ts'
import { StillExchange } from './still-exchange.ts'

/** A doctor who asks, and a patient whose camera it is. */
function aPair({ open = true } = {}) {
  const pipes = fakePipePair()
  const doctor = new StillExchange(pipes.left)
  const patient = new StillExchange(pipes.right)
  onTestFinished(() => {
    doctor.close()
    patient.close()
  })
  if (open) pipes.open()
  return { pipes, doctor, patient }
}

it('[B5] a photo is taken when the person there agrees, and both know how it stands', async () => {
  const { pipes, doctor, patient } = aPair()
  doctor.ask()
  expect(doctor.state.get().wanted).toBe('waiting')
  pipes.settle()
  expect(patient.state.get().asked).toBe('open')
  const photo = Promise.withResolvers<void>()
  const agreeing = patient.agree(() => photo.promise)
  pipes.settle()
  expect([doctor.state.get().wanted, patient.state.get().asked]).toEqual(['taking', 'taking'])
  photo.resolve()
  await agreeing
  pipes.settle()
  expect([doctor.state.get().wanted, patient.state.get().asked]).toEqual(['none', 'none'])
})

it('[B5] a declined one is told, and can be asked for again', () => {
  const { pipes, doctor, patient } = aPair()
  doctor.ask()
  pipes.settle()
  patient.decline()
  pipes.settle()
  expect(doctor.state.get().wanted).toBe('declined')
  doctor.ask()
  pipes.settle()
  expect(patient.state.get().asked).toBe('open')
})

it('[B6] one that could not be taken is told on both sides', async () => {
  const { pipes, doctor, patient } = aPair()
  doctor.ask()
  pipes.settle()
  await expect(patient.agree(() => Promise.reject(new Error('unplugged')))).rejects.toThrow('no photo')
  pipes.settle()
  expect([doctor.state.get().wanted, patient.state.get().asked]).toEqual(['failed', 'none'])
})

it('[B6] a question over a cut line is asked when it is back, once', () => {
  const { pipes, doctor, patient } = aPair({ open: false })
  doctor.ask()
  doctor.ask()
  pipes.open()
  expect(pipes.left.inFlight).toHaveLength(1)
  pipes.settle()
  expect(patient.state.get().asked).toBe('open')
})

it('[B6] one whose answer was lost with the line can be asked for again', () => {
  const { pipes, doctor, patient } = aPair()
  doctor.ask()
  pipes.settle()
  void patient.agree(() => new Promise(() => undefined))
  pipes.settle()
  expect(doctor.state.get().wanted).toBe('taking')
  pipes.open()
  expect(doctor.state.get().wanted).toBe('failed')
})

it('nobody takes a photo that was not asked for, and no reply to nothing counts', async () => {
  const { pipes, doctor, patient } = aPair()
  let taken = 0
  await patient.agree(async () => void (taken += 1))
  pipes.right.send(JSON.stringify({ type: 'still_reply', reply: 'failed' }))
  pipes.settle()
  expect([taken, doctor.state.get().wanted]).toEqual([0, 'none'])
})

it('[B5] one that was taken back is not asked for any more, and can be asked for again', () => {
  const { pipes, doctor, patient } = aPair()
  doctor.ask()
  pipes.settle()
  doctor.withdraw()
  expect(doctor.state.get().wanted).toBe('none')
  pipes.settle()
  expect(patient.state.get().asked).toBe('none')
  doctor.ask()
  pipes.settle()
  expect(patient.state.get().asked).toBe('open')
})

it('[B5] a photo that is being taken is not taken back', () => {
  const { pipes, doctor, patient } = aPair()
  doctor.ask()
  pipes.settle()
  void patient.agree(() => new Promise(() => undefined))
  pipes.settle()
  doctor.withdraw()
  pipes.settle()
  expect([doctor.state.get().wanted, patient.state.get().asked]).toEqual(['taking', 'taking'])
})

it('[B6] one that was taken back over a cut line is not asked for when that is back', () => {
  const { pipes, doctor, patient } = aPair()
  doctor.ask()
  pipes.settle()
  pipes.cut()
  doctor.withdraw()
  pipes.open()
  pipes.settle()
  expect(patient.state.get().asked).toBe('none')
})
