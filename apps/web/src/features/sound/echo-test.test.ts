import { FakeTrack } from '@visita/call/testing'
import type { Scope } from '@visita/call'
import { describe, expect, it } from 'vitest'
import { settled } from '../../platform/testing/fake-socket.ts'
import { EchoTest, type EchoState } from './echo-test.ts'

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the test only hands it on
const track = new FakeTrack('audio') as unknown as MediaStreamTrack

/** An echo test whose recorder and speaker wait for the test. */
function anEchoTest() {
  const asked: { track: MediaStreamTrack; milliseconds: number; scope: Scope }[] = []
  const speakers: (string | null)[] = []
  let released = 0
  let recorded = { done: (_peak: number): void => undefined, failed: (): void => undefined }
  let played = { done: (): void => undefined, failed: (): void => undefined }
  const echo = new EchoTest((own, milliseconds, scope) => {
    asked.push({ track: own, milliseconds, scope })
    return new Promise((resolve, reject) => {
      recorded = {
        done: (peak) =>
          resolve({
            peak,
            play: (speakerId) => {
              speakers.push(speakerId)
              return new Promise((done, failed) => {
                played = { done, failed: () => failed(new Error('no speaker')) }
              })
            },
            release: () => (released += 1),
          }),
        failed: () => reject(new Error('no recorder')),
      }
    })
  })
  const states: EchoState[] = []
  echo.state.subscribe(() => states.push(echo.state.get()))
  return {
    echo,
    asked,
    speakers,
    states,
    released: () => released,
    records: (peak: number) => (recorded.done(peak), settled()),
    cannotRecord: () => (recorded.failed(), settled()),
    hasPlayed: () => (played.done(), settled()),
    cannotPlay: () => (played.failed(), settled()),
  }
}

describe('[B8] hearing oneself', () => {
  it('records four seconds of what is sent, plays them through the chosen speaker, and forgets them', async () => {
    const test = anEchoTest()
    void test.echo.run(track, 'headset')
    expect(test.asked).toMatchObject([{ track, milliseconds: 4_000 }])
    await test.records(0.3)
    expect(test.speakers).toEqual(['headset'])
    expect(test.released()).toBe(0)
    await test.hasPlayed()
    expect(test.states).toEqual(['recording', 'playing', 'played'])
    expect(test.released()).toBe(1)
  })

  it('says that nothing was to be heard, and plays no silence', async () => {
    const test = anEchoTest()
    void test.echo.run(track, null)
    await test.records(0.001)
    expect(test.echo.state.get()).toBe('silent')
    expect(test.speakers).toEqual([])
    expect(test.released()).toBe(1)
  })

  it('can be stopped while it records, and forgets what comes late', async () => {
    const test = anEchoTest()
    void test.echo.run(track, null)
    test.echo.stop()
    expect(test.asked[0]?.scope.disposed).toBe(true)
    await test.records(0.3)
    expect(test.echo.state.get()).toBe('ready')
    expect(test.released()).toBe(1)
  })

  it('can be stopped while it plays', async () => {
    const test = anEchoTest()
    void test.echo.run(track, null)
    await test.records(0.3)
    test.echo.stop()
    expect(test.released()).toBe(1)
    await test.hasPlayed()
    expect(test.echo.state.get()).toBe('ready')
  })

  it('begins anew when it is asked for again, and the earlier run says nothing more', async () => {
    const test = anEchoTest()
    void test.echo.run(track, null)
    await test.records(0.3)
    const earlier = test.hasPlayed
    void test.echo.run(track, null)
    await earlier()
    expect(test.echo.state.get()).toBe('recording')
  })

  it('says where it cannot record or play', async () => {
    const recorder = anEchoTest()
    void recorder.echo.run(track, null)
    await recorder.cannotRecord()
    expect(recorder.echo.state.get()).toBe('failed')
    const speaker = anEchoTest()
    void speaker.echo.run(track, null)
    await speaker.records(0.3)
    await speaker.cannotPlay()
    expect(speaker.echo.state.get()).toBe('failed')
    expect(speaker.released()).toBe(1)
  })
})
