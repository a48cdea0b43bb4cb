import { describe, expect, it, vi } from 'vitest'
import { applyLevel, hold, pictureCap } from './sender-plan.ts'

function aSender(encoding: RTCRtpEncodingParameters = { active: true }) {
  let parameters: RTCRtpSendParameters = {
    transactionId: '',
    codecs: [],
    headerExtensions: [],
    rtcp: {},
    encodings: [encoding],
  }
  const set = vi.fn<(next: RTCRtpSendParameters) => Promise<void>>(async (next) => {
    parameters = next
  })
  const sender = {
    getParameters: () => structuredClone(parameters),
    setParameters: set,
  }
  return { sender, set, encoding: () => parameters.encodings[0] }
}

describe('what a media line is sent with', () => {
  it('[B5] the voice goes on before everything else when the picture pauses', async () => {
    const [voice, picture] = [aSender(), aSender()]
    await applyLevel(voice.sender, 'microphone', 'paused', 1)
    await applyLevel(picture.sender, 'camera', 'paused', 1)
    expect(voice.encoding()).toMatchObject({ active: true, priority: 'high', networkPriority: 'high' })
    expect(picture.encoding()).toMatchObject({ active: false })
  })

  it('[B5] the cap of a small picture goes away with it', async () => {
    const { sender, encoding } = aSender()
    await applyLevel(sender, 'camera', 'small', 1)
    expect(encoding()).toMatchObject({ active: true, maxBitrate: 150_000 })
    await applyLevel(sender, 'camera', 'full', 1)
    expect(encoding()).not.toHaveProperty('maxBitrate')
  })

  it('[B5] the voice needs little of a line that carries nothing else, and gets all it wants of any other', async () => {
    const { sender, encoding } = aSender()
    await applyLevel(sender, 'microphone', 'paused', 1)
    expect(encoding()).toMatchObject({ maxBitrate: 16_000 })
    await applyLevel(sender, 'microphone', 'small', 1)
    expect(encoding()).toEqual({ active: true, priority: 'high', networkPriority: 'high' })
  })

  it('[B5] a picture that is held for a moment gets its plan back', async () => {
    const { sender, encoding } = aSender()
    await hold(sender, 33_000.4)
    expect(encoding()).toMatchObject({ active: true, maxBitrate: 33_000 })
    await applyLevel(sender, 'camera', 'full', 1)
    expect(encoding()).not.toHaveProperty('maxBitrate')
  })

  it('[B26] what goes to several is shared among them, and a weak line is spared as ever', async () => {
    expect([1, 2, 5].map((receivers) => pictureCap('full', receivers))).toEqual([null, 1_000_000, 400_000])
    expect([1, 5].map((receivers) => pictureCap('small', receivers))).toEqual([150_000, 150_000])
    const { sender, encoding } = aSender()
    await applyLevel(sender, 'camera', 'full', 4)
    expect(encoding()).toMatchObject({ active: true, maxBitrate: 500_000 })
    await applyLevel(sender, 'camera', 'full', 1)
    expect(encoding()).not.toHaveProperty('maxBitrate')
  })

  it('asks nothing of the browser while nothing changes', async () => {
    const { sender, set } = aSender()
    await applyLevel(sender, 'camera', 'small', 1)
    await applyLevel(sender, 'camera', 'small', 1)
    expect(set).toHaveBeenCalledOnce()
  })
})
