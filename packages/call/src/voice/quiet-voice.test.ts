import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LocalMedia } from '../local-media.ts'
import { FakeCapture, FakeTreatment } from '../testing/index.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const SPEECH = { heard: 0.2, given: 0.15 }
const SWALLOWED = { heard: 0.2, given: 0 }
const PAUSE = { heard: 0, given: 0 }

/** Time for the sound to be looked at so often. */
const looks = (count: number): Promise<unknown> => vi.advanceTimersByTimeAsync(250 * count)

/** Somebody with a microphone on. */
async function aSpeaker() {
  const capture = new FakeCapture()
  const treatment = new FakeTreatment()
  const media = new LocalMedia(capture, treatment.treat)
  const opens = async (id?: string) => {
    const opening = media.openMicrophone(id)
    const [microphone] = capture.question.grant()
    await opening
    if (!microphone) throw new Error('no microphone')
    return microphone
  }
  const sent = () => media.tracks.get().microphone
  return { capture, treatment, media, opens, sent, microphone: await opens() }
}

/** Whose noise is being taken out. */
async function aQuietSpeaker() {
  const speaker = await aSpeaker()
  speaker.media.setQuiet(true)
  const treated = speaker.treatment.question.grant()
  treated.present = SPEECH
  await looks(1)
  return { ...speaker, treated }
}

describe('[B8] the noise around the microphone', () => {
  it('stays in what is sent until somebody wants it out', async () => {
    const { treatment, media, sent, microphone } = await aSpeaker()
    expect(media.quiet.get()).toBe('off')
    expect(treatment.asked).toEqual([])
    expect(sent()).toBe(microphone)
  })

  it('is taken out once the treatment has let sound through, and not before', async () => {
    const { treatment, media, sent, microphone } = await aSpeaker()
    media.setQuiet(true)
    expect(treatment.question.raw).toBe(microphone)
    const treated = treatment.question.grant()
    await looks(20)
    expect(media.quiet.get()).toBe('starting')
    expect(sent()).toBe(microphone)
    treated.present = SPEECH
    await looks(1)
    expect(media.quiet.get()).toBe('on')
    expect(sent()).toBe(treated.track)
  })

  it('is back in it when it is no longer wanted out, and the treatment is released', async () => {
    const { media, sent, microphone, treated } = await aQuietSpeaker()
    media.setQuiet(false)
    expect(media.quiet.get()).toBe('off')
    expect(sent()).toBe(microphone)
    expect(treated.released).toBe(true)
  })

  it('is nothing to the device itself, which goes on', async () => {
    const { media, microphone } = await aQuietSpeaker()
    expect(media.sources.get().microphone).toEqual({ status: 'live', track: microphone, muted: false })
    expect(media.outgoing.get().microphone).toBe('live')
    media.setQuiet(false)
    expect(microphone.readyState).toBe('live')
  })
})

describe('a treatment that fails', () => {
  it('by swallowing the voice is given up within two seconds, for the voice as it is', async () => {
    const { media, sent, microphone, treated } = await aQuietSpeaker()
    treated.present = SWALLOWED
    await looks(8)
    expect(media.quiet.get()).toBe('failed')
    expect(sent()).toBe(microphone)
    expect(treated.released).toBe(true)
  })

  it('is not one that is silent because nobody speaks', async () => {
    const { media, sent, treated } = await aQuietSpeaker()
    treated.present = PAUSE
    await looks(100)
    expect(media.quiet.get()).toBe('on')
    expect(sent()).toBe(treated.track)
  })

  it('is not one that has taken out all there was but what RNNoise leaves of any noise', async () => {
    const { media, treated } = await aQuietSpeaker()
    treated.present = { heard: 0.5, given: 2e-5 }
    await looks(100)
    expect(media.quiet.get()).toBe('on')
  })

  it('is not one that lets the voice through again', async () => {
    const { media, treated } = await aQuietSpeaker()
    for (let word = 0; word < 20; word += 1) {
      treated.present = SWALLOWED
      await looks(2)
      treated.present = SPEECH
      await looks(1)
    }
    expect(media.quiet.get()).toBe('on')
  })

  it('from the start is never sent', async () => {
    const { treatment, media, sent, microphone } = await aSpeaker()
    const sentTracks = new Set<MediaStreamTrack | null>()
    media.tracks.subscribe(() => sentTracks.add(sent()))
    media.setQuiet(true)
    treatment.question.grant().present = SWALLOWED
    await looks(8)
    expect(media.quiet.get()).toBe('failed')
    expect(sent()).toBe(microphone)
    expect([...sentTracks]).toEqual([])
  })

  it('because it could not be loaded leaves the voice as it is, and is tried again when wanted again', async () => {
    const { treatment, media, sent, microphone } = await aSpeaker()
    media.setQuiet(true)
    treatment.question.fail()
    await looks(1)
    expect(media.quiet.get()).toBe('failed')
    expect(sent()).toBe(microphone)
    media.setQuiet(false)
    media.setQuiet(true)
    const treated = treatment.question.grant()
    treated.present = SPEECH
    await looks(1)
    expect(sent()).toBe(treated.track)
  })

  it('by standing still is passed by until it goes on', async () => {
    const { media, sent, microphone, treated } = await aQuietSpeaker()
    treated.present = null
    await looks(1)
    expect(sent()).toBe(microphone)
    expect(treated.released).toBe(false)
    treated.present = SPEECH
    await looks(1)
    expect(media.quiet.get()).toBe('on')
    expect(sent()).toBe(treated.track)
  })

  it('is one that the page was made without', async () => {
    const capture = new FakeCapture()
    const media = new LocalMedia(capture)
    media.setQuiet(true)
    const opening = media.openMicrophone()
    const [microphone] = capture.question.grant()
    await opening
    await looks(1)
    expect(media.quiet.get()).toBe('failed')
    expect(media.tracks.get().microphone).toBe(microphone)
  })
})

describe('[A7] [A8] the microphone with its noise taken out', () => {
  it('is muted with what is made of it', async () => {
    const { media, microphone, treated, sent } = await aQuietSpeaker()
    media.setMuted('microphone', true)
    expect([microphone.enabled, treated.fake.enabled]).toEqual([false, false])
    expect(sent()).toBe(treated.track)
    media.setMuted('microphone', false)
    expect([microphone.enabled, treated.fake.enabled]).toEqual([true, true])
  })

  it('stays muted when the treatment comes only then', async () => {
    const { treatment, media } = await aSpeaker()
    media.setQuiet(true)
    media.setMuted('microphone', true)
    const treated = treatment.question.grant()
    await looks(1)
    expect(treated.fake.enabled).toBe(false)
  })

  it('is exchanged for another, whose noise is taken out too', async () => {
    const { treatment, media, opens, sent, treated } = await aQuietSpeaker()
    const headset = await opens('headset')
    expect(treated.released).toBe(true)
    expect(sent()).toBe(headset)
    expect(media.quiet.get()).toBe('starting')
    const next = treatment.question.grant()
    next.present = SPEECH
    await looks(1)
    expect(sent()).toBe(next.track)
  })

  it('[B3] releases everything when it is stopped, unplugged, or stopped while the treatment is made', async () => {
    const stopped = await aQuietSpeaker()
    stopped.media.stopAll()
    expect(stopped.treated.released).toBe(true)
    expect(stopped.sent()).toBeNull()

    const unplugged = await aQuietSpeaker()
    unplugged.microphone.end()
    expect(unplugged.treated.released).toBe(true)
    expect(unplugged.sent()).toBeNull()

    const { treatment, media, sent } = await aSpeaker()
    media.setQuiet(true)
    media.stopAll()
    const late = treatment.question.grant()
    await looks(1)
    expect(late.released).toBe(true)
    expect(sent()).toBeNull()
    expect(vi.getTimerCount()).toBe(0)
  })
})
