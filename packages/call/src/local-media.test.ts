import { describe, expect, it } from 'vitest'
import { LocalMedia, type Source } from './local-media.ts'
import { FakeCapture, FakeTrack } from './testing/index.ts'

function aPerson() {
  const capture = new FakeCapture()
  const media = new LocalMedia(capture)
  const source = (role: keyof ReturnType<typeof media.sources.get>): Source => media.sources.get()[role]
  return { capture, media, source }
}

/** Camera and microphone on. */
async function aPersonSeenAndHeard() {
  const person = aPerson()
  const opening = person.media.openFace()
  const [microphone, camera] = person.capture.question.grant()
  await opening
  if (!microphone || !camera) throw new Error('no tracks')
  return { ...person, microphone, camera }
}

/** Rounds enough for a refusal to be met by the next question. */
const settle = async (): Promise<void> => {
  for (let round = 0; round < 10; round += 1) await Promise.resolve()
}

const fault = (name: string): Error => new DOMException('', name)
const refused = fault('NotAllowedError')

describe('[A3] opening camera and microphone', () => {
  it('asks once for both, and gives both to send', async () => {
    const { capture, media, microphone, camera, source } = await aPersonSeenAndHeard()
    expect(capture.asked).toHaveLength(1)
    expect(source('camera')).toEqual({ status: 'live', track: camera, muted: false })
    expect(media.tracks.get()).toEqual({ microphone, camera, secondCamera: null, screen: null })
    expect(media.outgoing.get()).toEqual({
      microphone: 'live',
      camera: 'live',
      secondCamera: 'none',
      screen: 'none',
    })
  })

  it('says that it asks while the person thinks', () => {
    const { media, source } = aPerson()
    void media.openFace()
    expect([source('camera').status, source('microphone').status]).toEqual(['asking', 'asking'])
    expect(media.outgoing.get().camera).toBe('none')
  })

  it('asks for each alone when together they fail: a microphone without a camera is enough to talk', async () => {
    const { capture, media, source } = aPerson()
    const opening = media.openFace()
    capture.question.fail(fault('NotFoundError'))
    await settle()
    expect(capture.question.constraints).not.toHaveProperty('video')
    capture.question.grant()
    await settle()
    expect(capture.question.constraints).not.toHaveProperty('audio')
    capture.question.fail(fault('NotFoundError'))
    await opening
    expect(source('microphone').status).toBe('live')
    expect(source('camera')).toEqual({ status: 'unavailable', problem: 'missing' })
  })

  it('asks for nothing more when the person has left meanwhile', async () => {
    const { capture, media, source } = aPerson()
    const opening = media.openFace()
    media.stopAll()
    capture.question.fail(refused)
    await opening
    expect(capture.asked).toHaveLength(1)
    expect([source('camera').status, source('microphone').status]).toEqual(['off', 'off'])
  })

  it('asks no more for a camera that was turned off while the microphone was asked for', async () => {
    const { capture, media, source } = aPerson()
    const opening = media.openFace()
    capture.question.fail(fault('NotReadableError'))
    await settle()
    media.stop('camera')
    capture.question.grant()
    await opening
    expect(capture.asked).toHaveLength(2)
    expect([source('camera').status, source('microphone').status]).toEqual(['off', 'live'])
  })

  it('takes a stream that lacks what was asked for as a missing device', async () => {
    const { capture, media, source } = aPerson()
    const opening = media.openFace()
    capture.question.grant([new FakeTrack('audio')])
    await opening
    expect(source('camera')).toEqual({ status: 'unavailable', problem: 'missing' })
  })

  it('is unsupported on a page without HTTPS, where there are no media devices', async () => {
    const media = new LocalMedia(undefined)
    await media.openFace()
    await media.shareScreen()
    for (const role of ['camera', 'microphone', 'screen'] as const)
      expect(media.sources.get()[role]).toEqual({ status: 'unavailable', problem: 'unsupported' })
  })
})

describe('a device that cannot be had', () => {
  it.each([
    ['NotAllowedError', 'refused'],
    ['NotFoundError', 'missing'],
    ['OverconstrainedError', 'missing'],
    ['NotReadableError', 'busy'],
    ['UnheardOfError', 'failed'],
  ])('for %s is %s, and sends nothing', async (name, problem) => {
    const { capture, media, source } = aPerson()
    const opening = media.openCamera()
    capture.question.fail(fault(name))
    await opening
    expect(source('camera')).toEqual({ status: 'unavailable', problem })
    expect(media.tracks.get().camera).toBeNull()
    expect(media.outgoing.get().camera).toBe('none')
  })

  it('is had on the next attempt, when the person has put it right', async () => {
    const { capture, media, source } = aPerson()
    const first = media.openCamera()
    capture.question.fail(fault('NotReadableError'))
    await first
    const second = media.openCamera()
    capture.question.grant()
    await second
    expect(source('camera').status).toBe('live')
  })
})

describe('[A8] changing a device', () => {
  it('releases the old one first, and asks for exactly the chosen one', async () => {
    const { capture, media, camera, source } = await aPersonSeenAndHeard()
    const opening = media.openCamera('usb-camera')
    expect(camera.readyState).toBe('ended')
    expect(capture.question.constraints.video).toMatchObject({ deviceId: { exact: 'usb-camera' } })
    const [chosen] = capture.question.grant()
    await opening
    expect(source('camera')).toMatchObject({ status: 'live', track: chosen })
  })

  it('releases what an overtaken opening brings, whichever comes first', async () => {
    const { capture, media, source } = aPerson()
    const openings = [media.openCamera('one'), media.openCamera('two')]
    const [one, two] = capture.asked
    const [late] = two?.grant() ?? []
    const [overtaken] = one?.grant() ?? []
    await Promise.all(openings)
    expect(overtaken?.readyState).toBe('ended')
    expect(source('camera')).toMatchObject({ status: 'live', track: late })
  })

  it('does not report the failure of an overtaken opening', async () => {
    const { capture, media, source } = aPerson()
    const openings = [media.openCamera('one'), media.openCamera('two')]
    capture.asked[1]?.grant()
    capture.asked[0]?.fail(fault('NotReadableError'))
    await Promise.all(openings)
    expect(source('camera').status).toBe('live')
  })

  it('keeps a muted microphone muted', async () => {
    const { capture, media } = await aPersonSeenAndHeard()
    media.setMuted('microphone', true)
    // Chosen twice, because the first one took its time.
    const openings = [media.openMicrophone('headset'), media.openMicrophone('desk')]
    capture.asked.at(-2)?.grant()
    const [desk] = capture.question.grant()
    await Promise.all(openings)
    expect(desk?.enabled).toBe(false)
    expect(media.outgoing.get().microphone).toBe('muted')
    media.setMuted('microphone', false)
    expect(desk?.enabled).toBe(true)
  })
})

describe('[A7] muting', () => {
  it('keeps the device, and tells the other side', async () => {
    const { media, microphone, source } = await aPersonSeenAndHeard()
    media.setMuted('microphone', true)
    expect(microphone).toMatchObject({ enabled: false, readyState: 'live' })
    expect(source('microphone')).toMatchObject({ status: 'live', muted: true })
    expect(media.outgoing.get().microphone).toBe('muted')
    expect(media.tracks.get().microphone).toBe(microphone)
    media.setMuted('microphone', false)
    expect(microphone.enabled).toBe(true)
    expect(media.outgoing.get().microphone).toBe('live')
  })

  it('changes nothing where nothing is sent', () => {
    const { media, source } = aPerson()
    media.setMuted('microphone', true)
    expect(source('microphone')).toEqual({ status: 'off' })
  })
})

describe('[B3] stopping', () => {
  it('releases the device, so that its light goes out', async () => {
    const { media, camera, microphone, source } = await aPersonSeenAndHeard()
    media.stop('camera')
    expect(camera.readyState).toBe('ended')
    expect(source('camera')).toEqual({ status: 'off' })
    expect(media.tracks.get().camera).toBeNull()
    expect(microphone.readyState).toBe('live')
  })

  it('releases everything at the end, also what is only just opening', async () => {
    const { capture, media } = await aPersonSeenAndHeard()
    const openings = [media.openSecondCamera('scope'), media.shareScreen()]
    media.stopAll()
    for (const question of capture.asked.slice(1)) question.grant()
    await Promise.all(openings)
    expect(capture.given.map(({ readyState }) => readyState)).toEqual(['ended', 'ended', 'ended', 'ended'])
    expect(Object.values(media.sources.get()).map(({ status }) => status)).toEqual([
      'off',
      'off',
      'off',
      'off',
    ])
    expect(Object.values(media.tracks.get())).toEqual([null, null, null, null])
  })
})

describe('a track that ends by itself', () => {
  it('[A17] was unplugged', async () => {
    const { capture, media, source } = aPerson()
    const opening = media.openSecondCamera('scope')
    const [scope] = capture.question.grant()
    await opening
    expect(scope?.contentHint).toBe('detail')
    scope?.end()
    expect(source('secondCamera')).toEqual({ status: 'unavailable', problem: 'unplugged' })
    expect(media.tracks.get().secondCamera).toBeNull()
  })

  it('says nothing of the device that took its place', async () => {
    const { capture, media, camera, source } = await aPersonSeenAndHeard()
    const opening = media.openCamera('usb-camera')
    capture.question.grant()
    await opening
    camera.end()
    expect(source('camera').status).toBe('live')
  })

  it('is, for a screen, the browser’s own way to stop sharing', async () => {
    const { capture, media, source } = aPerson()
    const opening = media.shareScreen()
    const [screen] = capture.question.grant()
    await opening
    screen?.end()
    expect(source('screen')).toEqual({ status: 'off' })
  })
})

describe('choosing a screen', () => {
  it('is offered only where the browser can', () => {
    const { capture, media } = aPerson()
    expect(media.canShareScreen).toBe(true)
    Reflect.set(capture, 'getDisplayMedia', undefined)
    expect(media.canShareScreen).toBe(false)
    expect(new LocalMedia(undefined).canShareScreen).toBe(false)
  })

  it('is no fault when the person closes the picker', async () => {
    const { capture, media, source } = aPerson()
    const opening = media.shareScreen()
    capture.question.fail(refused)
    await opening
    expect(source('screen')).toEqual({ status: 'off' })
  })

  it('is one when the system does not give it', async () => {
    const { capture, media, source } = aPerson()
    const opening = media.shareScreen()
    capture.question.fail(fault('NotReadableError'))
    await opening
    expect(source('screen')).toEqual({ status: 'unavailable', problem: 'busy' })
  })
})
