import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { axeFindsNothing } from './inspect.ts'
import { aVisit, type Person, type Setup } from './people.ts'

type Fault = { seconds: number } | 'missing'

const QUIET = 'Quiet the noise around you'

test('[B8] the voice arrives with the noise taken out of it and without, and muting holds for both', async ({
  browser,
}) => {
  const { patient, doctor } = await aVisit(browser)
  const plain = await sentMicrophone(patient)
  await soundArrives(doctor)

  await patient.opens('Camera and sound')
  await patient.page.getByRole('checkbox', { name: QUIET }).check()
  await expect.poll(() => sentMicrophone(patient)).not.toBe(plain)
  await soundArrives(doctor)

  await patient.press('Mute')
  await doctor.reads(`${patient.name} is muted`)
  await nothingArrives(doctor)
  await patient.press('Unmute')
  await soundArrives(doctor)

  await patient.page.getByRole('checkbox', { name: QUIET }).uncheck()
  await expect.poll(() => sentMicrophone(patient)).toBe(plain)
  await soundArrives(doctor)
})

test(
  '[B8] another microphone and the next visit have the noise taken out too, until it is turned off',
  { tag: '@long' },
  async ({ browser }) => {
    const { patient, doctor } = await aVisit(browser)
    await patient.opens('Camera and sound')
    await patient.page.getByRole('checkbox', { name: QUIET }).check()
    const microphones = patient.page.getByLabel('Microphone', { exact: true })
    const other = (await microphones.getByRole('option').allTextContents()).at(-1) ?? ''
    await microphones.selectOption(other)
    await expect.poll(() => sendsTreated(patient)).toBe(true)
    await soundArrives(doctor)

    await patient.page.reload()
    await patient.isConnected()
    await expect.poll(() => sendsTreated(patient)).toBe(true)
    await soundArrives(doctor)
    await doctor.ends()
    await patient.reads('Everything is saved.')
    expect(
      await patient.page.evaluate(() => pageWatch.tracks.every((track) => track.readyState === 'ended')),
    ).toBe(true)
  },
)

const FAULTS: { what: string; setup: Setup }[] = [
  { what: 'yields silence', setup: withTreatment({ seconds: 0 }) },
  { what: 'cannot be loaded', setup: withTreatment('missing') },
]
for (const { what, setup } of FAULTS) {
  test(`[B8] where the reduction of noise ${what} the voice goes on as it is`, async ({ browser }) => {
    const { patient, doctor } = await aVisit(browser, { patient: setup })
    const plain = await sentMicrophone(patient)
    await patient.opens('Camera and sound')
    await patient.page.getByRole('checkbox', { name: QUIET }).check()
    await patient.reads('This device cannot do it just now')
    expect(await sentMicrophone(patient)).toBe(plain)
    await soundArrives(doctor)
  })
}

test(
  '[B8] a reduction of noise that falls silent in the middle of the visit is passed by',
  { tag: '@long' },
  async ({ browser }) => {
    const { patient, doctor } = await aVisit(browser, { patient: withTreatment({ seconds: 4 }) })
    const plain = await sentMicrophone(patient)
    await patient.opens('Camera and sound')
    await patient.page.getByRole('checkbox', { name: QUIET }).check()
    await expect.poll(() => sendsTreated(patient)).toBe(true)
    await patient.reads('This device cannot do it just now')
    expect(await sentMicrophone(patient)).toBe(plain)
    await soundArrives(doctor)
  },
)

test(
  '[B8] one hears how one sounds, and the other side is sent nothing of it',
  { tag: '@long' },
  async ({ browser }) => {
    const { patient } = await aVisit(browser)
    await patient.opens('Camera and sound')
    const sent = await sentMicrophone(patient)
    await patient.press('Hear yourself')
    await patient.reads('Speak now…')
    await patient.reads('This is how you sound…')
    await patient.reads('Did you hear yourself?')
    expect(await sentMicrophone(patient)).toBe(sent)

    await patient.press('Once more')
    await patient.reads('Speak now…')
    await patient.press('Stop')
    await patient.reads('Say something, then hear how you sound.')
    await patient.press('Mute')
    await expect(patient.button('Hear yourself')).toBeDisabled()
  },
)

test('[B6] whoever speaks while muted, or has a microphone without sound, is told so', async ({
  browser,
}) => {
  const { patient, doctor } = await aVisit(browser, { doctor: { before: withMutedDevice } })
  // The fake microphone beeps, as loud as a voice.
  await patient.press('Mute')
  const notice = patient.page.getByRole('alert').filter({ hasText: 'you are speaking while you are muted' })
  await expect(notice).toBeVisible({ timeout: 20_000 })
  await nothingArrives(doctor)
  await notice.getByRole('button', { name: 'Unmute me' }).click()
  await expect(notice).toBeHidden()
  await soundArrives(doctor)

  await doctor.reads('a switch on the headset has muted your microphone')
  await axeFindsNothing(doctor.page, 'in a visit that nobody is heard in')
})

/** The id of the track on the microphone's line. */
const sentMicrophone = ({ page }: Person): Promise<string | undefined> =>
  page.evaluate(() => pageWatch.connections.at(-1)?.getTransceivers()[0]?.sender.track?.id)

/** Whether what is sent is made of the microphone, and not the microphone itself. */
const sendsTreated = ({ page }: Person): Promise<boolean> =>
  page.evaluate(() => {
    const sent = pageWatch.connections.at(-1)?.getTransceivers()[0]?.sender.track
    return sent !== undefined && sent !== null && !pageWatch.tracks.includes(sent)
  })

/** The sums of W3C webrtc-stats for the voice that arrives: energy, and seconds of sound. */
const received = ({ page }: Person): Promise<{ energy: number; seconds: number }> =>
  page.evaluate(async () => {
    const sums = { energy: 0, seconds: 0 }
    for (const entry of (await pageWatch.connections.at(-1)?.getStats())?.values() ?? [])
      if (entry.type === 'inbound-rtp' && entry.kind === 'audio')
        Object.assign(sums, { energy: entry.totalAudioEnergy, seconds: entry.totalSamplesDuration })
    return sums
  })

/** A second in which something is heard, soon. */
async function soundArrives(person: Person): Promise<void> {
  await expect.poll(() => energyOfASecond(person), { timeout: 15_000 }).toBeGreaterThan(1e-5)
}

/** What was under way has arrived, and after it a second of nothing. */
async function nothingArrives(person: Person): Promise<void> {
  await expect.poll(() => energyOfASecond(person), { timeout: 15_000 }).toBeLessThan(1e-8)
}

async function energyOfASecond(person: Person): Promise<number> {
  const before = await received(person)
  let now = before
  await expect
    .poll(async () => {
      now = await received(person)
      return now.seconds - before.seconds
    })
    .toBeGreaterThan(1)
  return now.energy - before.energy
}

/** Instead of RNNoise something that lets sound through for so long, or that cannot be fetched. */
function withTreatment(fault: Fault): Setup {
  return {
    before: async (page) => {
      await page.addInitScript(breakTreatment, fault)
    },
  }
}

/* Runs in the page: uses nothing outside itself. */
function breakTreatment(fault: Fault): void {
  if (!('AudioWorkletNode' in globalThis)) return
  if (fault === 'missing') {
    AudioWorklet.prototype.addModule = () => Promise.reject(new DOMException('', 'AbortError'))
    return
  }
  class Gate extends GainNode {
    readonly port = new MessageChannel().port1
    constructor(context: BaseAudioContext) {
      super(context, { gain: fault === 'missing' || fault.seconds === 0 ? 0 : 1 })
      if (fault !== 'missing') this.gain.setValueAtTime(0, context.currentTime + fault.seconds)
    }
  }
  // What stands between the treated sound and the other side stays what it is.
  const worklet = AudioWorkletNode
  const broken = new Proxy(Gate, {
    construct: (gate, args, made) =>
      args[1] === 'visita/quiet-mix' ? Reflect.construct(worklet, args) : Reflect.construct(gate, args, made),
  })
  Reflect.set(globalThis, 'AudioWorkletNode', broken)
}

/* A microphone that its own switch has muted: browsers say so by `muted`, and give silence. */
async function withMutedDevice(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const isMuted = { get: () => true }
    if ('MediaStreamTrack' in globalThis) Object.defineProperty(MediaStreamTrack.prototype, 'muted', isMuted)
  })
}
