import { describe, expect, it, vi } from 'vitest'
import { applyLevel, hold } from './sender-plan.ts'

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
    await applyLevel(voice.sender, 'microphone', 'paused')
    await applyLevel(picture.sender, 'camera', 'paused')
    expect(voice.encoding()).toMatchObject({ active: true, priority: 'high', networkPriority: 'high' })
    expect(picture.encoding()).toMatchObject({ active: false })
  })

  it('[B5] the cap of a small picture goes away with it', async () => {
    const { sender, encoding } = aSender()
    await applyLevel(sender, 'camera', 'small')
    expect(encoding()).toMatchObject({ active: true, maxBitrate: 150_000 })
    await applyLevel(sender, 'camera', 'full')
    expect(encoding()).not.toHaveProperty('maxBitrate')
  })

  it('[B5] the voice needs little of a line that carries nothing else, and gets all it wants of any other', async () => {
    const { sender, encoding } = aSender()
    await applyLevel(sender, 'microphone', 'paused')
    expect(encoding()).toMatchObject({ maxBitrate: 16_000 })
    await applyLevel(sender, 'microphone', 'small')
    expect(encoding()).toEqual({ active: true, priority: 'high', networkPriority: 'high' })
  })

  it('[B5] a picture that is held for a moment gets its plan back', async () => {
    const { sender, encoding } = aSender()
    await hold(sender, 33_000.4)
    expect(encoding()).toMatchObject({ active: true, maxBitrate: 33_000 })
    await applyLevel(sender, 'camera', 'full')
    expect(encoding()).not.toHaveProperty('maxBitrate')
  })

  it('asks nothing of the browser while nothing changes', async () => {
    const { sender, set } = aSender()
    await applyLevel(sender, 'camera', 'small')
    await applyLevel(sender, 'camera', 'small')
    expect(set).toHaveBeenCalledOnce()
  })
})
