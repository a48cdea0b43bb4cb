import { LISTEN_EVERY, whoSpeaks, NOBODY_SPEAKS, type Speaking, type RemoteMedia } from '@visita/call'
import type { PersonId, Picture } from '@visita/protocol'
import { useEffect, useState, type RefObject } from 'react'
import { useReadable, useReadables, useSize } from '../../ui/index.ts'
import { columnsFor, largeOf, picturesOf, stripFor } from './arrange.ts'
import type { Companion } from './companion.ts'
import type { Pictures } from './pictures.ts'

/** Somebody whose pictures are shown, wherever those come from. */
type Shows = Pick<Companion, 'person' | 'remote' | 'voiceLevel'>

/** All pictures in the order of coming, and which of them is large. */
export function usePictures(people: readonly Shows[], pictures: Pictures) {
  const media = useReadables<RemoteMedia>(people.map(({ remote }) => remote))
  const arrangement = useReadable(pictures.arrangement)
  const pinned = useReadable(pictures.pinned)
  const shown = useReadable(pictures.shown)
  const speaker = useSpeaker(people, arrangement === 'speaker')
  const all = people.flatMap(({ person }, index) => {
    const of = media[index]
    return of === undefined ? [] : picturesOf(person.id, of)
  })
  return { all, large: largeOf(all, { arrangement, pinned, shown, speaker }) }
}

function useSpeaker(people: readonly Shows[], asked: boolean): PersonId | null {
  const [speaker, setSpeaker] = useState<PersonId | null>(null)
  useEffect(() => {
    if (!asked) return undefined
    let speaking: Speaking<PersonId> = NOBODY_SPEAKS
    const timer = setInterval(() => {
      const levels = new Map(people.map(({ person, voiceLevel }) => [person.id, voiceLevel()]))
      speaking = whoSpeaks(speaking, levels, performance.now())
      setSpeaker(speaking.speaker)
    }, LISTEN_EVERY)
    return () => clearInterval(timer)
  }, [people, asked])
  return speaker
}

/** How the pictures lie in the room that there is for them. */
export function useTiling(stage: RefObject<HTMLElement | null>, all: readonly Picture[]) {
  const size = useSize(stage)
  return { columns: columnsFor(all.length, size), strip: stripFor(size) }
}
