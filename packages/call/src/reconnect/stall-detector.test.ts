import { describe, expect, it } from 'vitest'
import { StallDetector, type Flow } from './stall-detector.ts'

/** Looks twice a second; something arrives at every look for which `arrives` says so. */
function aLine() {
  const detector = new StallDetector()
  let now = 1_000_000
  let count = 0
  const look = (arrives: boolean): Flow => {
    now += 500
    if (arrives) count += 1
    return detector.look(now, count)
  }
  return {
    look,
    run: (seconds: number, arrives: (look: number) => boolean) =>
      Array.from({ length: seconds * 2 }, (_none, index) => look(arrives(index))),
    sleep: (ms: number) => (now += ms),
    doubt: () => detector.doubt(now),
    restartCount: () => (count = 1),
    expectLess: () => detector.expectLess(),
  }
}

const always = (): boolean => true
const never = (): boolean => false

describe('[B6] a stall', () => {
  it('is a busy line on which nothing came for more than a second', () => {
    const line = aLine()
    line.run(5, always)
    expect([line.look(false), line.look(false), line.look(false)]).toEqual(['quiet', 'quiet', 'stalled'])
    expect(line.look(true)).toBe('flowing')
  })

  it('is not what the checks of somebody without camera and microphone leave between them', () => {
    const line = aLine()
    line.run(3, always)
    // Each next pause is a little longer than the one before, as the browser's checks become rarer.
    for (const pause of [2, 3, 4, 5, 5, 5]) {
      const flows = [...Array.from({ length: pause - 1 }, () => line.look(false)), line.look(true)]
      expect(flows).not.toContain('stalled')
    }
    expect(line.run(7, never)).toContain('stalled')
  })

  it('is not that picture and sound come another way from now on; later it is known as soon as before', () => {
    const line = aLine()
    line.run(5, always)
    line.expectLess()
    for (const pause of [5, 3, 5]) {
      const flows = [...Array.from({ length: pause - 1 }, () => line.look(false)), line.look(true)]
      expect(flows).not.toContain('stalled')
    }
    line.run(10, always)
    expect(line.run(2, never)).toContain('stalled')
  })

  it('is not forgotten by a long break: the line is as busy as it was before', () => {
    const line = aLine()
    line.run(5, always)
    line.run(20, never)
    line.run(2, always)
    expect(line.run(2, never)).toContain('stalled')
  })

  it('is not that a page slept; but after that the line has to show soon that it lives', () => {
    const line = aLine()
    line.run(5, always)
    line.sleep(60_000)
    expect(line.look(false)).toBe('waiting')
    expect([line.look(false), line.look(false)]).toEqual(['quiet', 'stalled'])
    line.look(true)
    line.sleep(60_000)
    expect([line.look(true), ...line.run(3, always)]).not.toContain('stalled')
  })

  it('is known sooner when the network has changed', () => {
    const line = aLine()
    line.run(5, always)
    line.doubt()
    expect([line.look(false), line.look(false)]).toEqual(['quiet', 'stalled'])
  })

  it('is not that a pair of candidates was given up with its count', () => {
    const line = aLine()
    line.run(5, always)
    line.restartCount()
    expect([line.look(false), line.look(true), line.look(true)]).toEqual(['quiet', 'flowing', 'flowing'])
  })
})
