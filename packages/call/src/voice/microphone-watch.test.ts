import { describe, expect, it } from 'vitest'
import { listen, LISTENING, type Hearing, type Look } from './microphone-watch.ts'

const SPEAKS: Look = { muted: false, systemMuted: false, peak: 0.2 }
const LISTENS: Look = { muted: false, systemMuted: false, peak: 0.001 }
const NOTHING: Look = { muted: false, systemMuted: false, peak: 0 }
const muted = (look: Look): Look => ({ ...look, muted: true })

/** After so many seconds of this. */
const after = (seconds: number, look: Look, before: Hearing = LISTENING): Hearing =>
  Array.from({ length: 4 * seconds }, () => look).reduce(listen, before)

describe('[B6] whoever is not heard is told so', () => {
  it('when they speak while muted, until they are heard again', () => {
    const speaking = after(2, muted(SPEAKS))
    expect(speaking.unheard).toBe('speaking_muted')
    expect(listen(speaking, SPEAKS).unheard).toBeNull()
  })

  it('and no longer when they stop speaking, but not at each pause between words', () => {
    const speaking = after(4, muted(SPEAKS))
    expect(after(1, muted(LISTENS), speaking).unheard).toBe('speaking_muted')
    expect(after(10, muted(LISTENS), speaking).unheard).toBeNull()
  })

  it('but not for a cough, nor for the sounds of a room', () => {
    expect(after(30, muted(LISTENS)).unheard).toBeNull()
    const cough = listen(listen(LISTENING, muted(SPEAKS)), muted(SPEAKS))
    expect(cough.unheard).toBeNull()
    expect(after(2, muted(LISTENS), cough).unheard).toBeNull()
  })

  it('when the system has muted the microphone, at once, whatever they have done themselves', () => {
    expect(listen(LISTENING, { ...NOTHING, systemMuted: true }).unheard).toBe('system_muted')
    expect(listen(LISTENING, muted({ ...SPEAKS, systemMuted: true })).unheard).toBe('system_muted')
    expect(listen(after(1, { ...NOTHING, systemMuted: true }), LISTENS).unheard).toBeNull()
  })

  it('when the microphone gives no sound at all from the start', () => {
    expect(after(9, NOTHING).unheard).toBeNull()
    const silent = after(11, NOTHING)
    expect(silent.unheard).toBe('silent')
    expect(listen(silent, LISTENS).unheard).toBeNull()
  })

  it('but not while they listen in a quiet room with a microphone that was heard before', () => {
    const heard = after(1, SPEAKS)
    expect(after(30, NOTHING, heard).unheard).toBeNull()
    expect(after(90, NOTHING, heard).unheard).toBe('silent')
  })

  it('and not for having been muted', () => {
    expect(after(60, muted(NOTHING)).unheard).toBeNull()
    expect(listen(after(60, muted(NOTHING)), NOTHING).unheard).toBeNull()
  })
})
