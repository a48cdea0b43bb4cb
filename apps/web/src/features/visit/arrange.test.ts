import { NO_TRACKS } from '@visita/call'
import type { Picture, Shown } from '@visita/protocol'
import { describe, expect, it } from 'vitest'
import { aPerson } from '../../platform/testing/samples.ts'
import { columnsFor, largeOf, picturesOf, stripFor, type Wishes } from './arrange.ts'

const [first, second] = [aPerson(1).id, aPerson(2).id]
const face = (person: Picture['person']): Picture => ({ person, role: 'camera' })
const screen: Picture = { person: second, role: 'screen' }
const pictures = [face(first), face(second), screen]
const shows = (picture: Picture): Shown => ({ picture, by: aPerson(3).id })
const large = (wishes: Partial<Wishes>, among: readonly Picture[] = pictures) =>
  largeOf(among, { arrangement: 'alike', pinned: null, shown: null, speaker: null, ...wishes })

describe('[B26] the large picture', () => {
  it('is the one that a doctor shows to all, else the own choice, else who speaks', () => {
    const wishes = { arrangement: 'speaker', speaker: second } as const
    expect(large({})).toBeNull()
    expect(large(wishes)).toEqual(face(second))
    expect(large({ ...wishes, pinned: face(first) })).toEqual(face(first))
    expect(large({ ...wishes, pinned: face(first), shown: shows(screen) })).toEqual(screen)
  })

  it('is the first one until somebody has spoken', () => {
    expect(large({ arrangement: 'speaker' })).toEqual(face(first))
  })

  it('is none of those that are not there: a screen that ended, a person who left', () => {
    const gone: Picture = { person: first, role: 'screen' }
    expect(large({ shown: shows(gone), pinned: face(aPerson(9).id) })).toBeNull()
    expect(large({ arrangement: 'speaker', speaker: aPerson(9).id })).toEqual(face(first))
  })

  it('needs others beside it', () => {
    expect(large({ pinned: face(first) }, [face(first)])).toBeNull()
  })
})

it('[A17] what somebody shows beside their face is a picture of its own while it is live', () => {
  const track = Object.create(null)
  const tracks = { ...NO_TRACKS, camera: track, secondCamera: track, screen: track }
  const media = { microphone: 'live', camera: 'none', secondCamera: 'live', screen: 'none' } as const
  expect(picturesOf(first, { tracks, media })).toEqual([face(first), { person: first, role: 'secondCamera' }])
  expect(picturesOf(first, { tracks, media: null })).toEqual([face(first)])
})

describe('[B26] pictures of one size', () => {
  it.each([
    ['on a phone', { width: 374, height: 480 }, [1, 1, 1, 2, 2, 2]],
    ['on a wide screen', { width: 1150, height: 620 }, [1, 2, 2, 2, 3, 3]],
    ['in a low strip', { width: 374, height: 96 }, [1, 2, 3, 4, 5, 3]],
  ])('are as large as they can be %s', (_, size, columns) => {
    expect([1, 2, 3, 4, 5, 6].map((count) => columnsFor(count, size))).toEqual(columns)
  })

  it('are in one column before the page has a size', () => {
    expect(columnsFor(3, { width: 0, height: 0 })).toBe(1)
  })
})

it('the small pictures lie beside the large one where it is wide, and below it on a phone', () => {
  expect(stripFor({ width: 1150, height: 620 })).toBe('side')
  expect(stripFor({ width: 374, height: 480 })).toBe('foot')
})
