import type { Participant } from '@visita/protocol'
import { LANGUAGE } from './i18n.ts'

const list = new Intl.ListFormat(LANGUAGE, { type: 'conjunction' })

/** As they are named in a sentence. */
export const namesOf = (people: readonly Participant[]): string =>
  list.format(people.map(({ displayName }) => displayName))
