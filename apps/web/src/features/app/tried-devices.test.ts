import { Store, type Source, type Sources } from '@visita/call'
import { expect, it } from 'vitest'
import { TriedDevices } from './tried-devices.ts'

const OFF: Source = { status: 'off' }
const REFUSED: Source = { status: 'unavailable', problem: 'refused' }

it('[X9] what a camera or microphone did when it was on is known after it is off again', () => {
  const all: Sources = { camera: OFF, microphone: OFF, secondCamera: OFF, screen: OFF }
  const sources = new Store(all)
  const tried = new TriedDevices({ sources })
  expect(tried.found.get()).toEqual({ camera: 'untried', microphone: 'untried', speaker: 'untried' })
  sources.set({ ...all, camera: REFUSED })
  sources.set(all)
  expect(tried.found.get()).toEqual({ camera: 'fails', microphone: 'untried', speaker: 'untried' })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- no track is looked at
  const track = {} as MediaStreamTrack
  sources.set({ ...all, camera: { status: 'live', track, muted: false } })
  sources.set(all)
  expect(tried.found.get()).toEqual({ camera: 'works', microphone: 'untried', speaker: 'untried' })
})

it('[X9] a microphone that is on works when a sound has come out of it, and not before', () => {
  const all: Sources = { camera: OFF, microphone: OFF, secondCamera: OFF, screen: OFF }
  const sources = new Store(all)
  const tried = new TriedDevices({ sources })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- no track is looked at
  const track = {} as MediaStreamTrack
  sources.set({ ...all, microphone: { status: 'live', track, muted: false } })
  expect(tried.found.get().microphone).toBe('untried')
  tried.noteVoice(false)
  expect(tried.found.get().microphone).toBe('fails')
  tried.noteVoice(true)
  sources.set(all)
  expect(tried.found.get().microphone).toBe('works')
  tried.noteSpeaker(false)
  expect(tried.found.get().speaker).toBe('fails')
})
