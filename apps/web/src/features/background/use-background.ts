import type { Background, BackgroundContent, PersonId } from '@visita/protocol'
import { useEffect, useState } from 'react'
import { AutoSaver } from '../../platform/auto-saver.ts'
import { backgroundApi } from '../../platform/background-api.ts'

export interface Editing {
  content: BackgroundContent
  change: (part: Partial<BackgroundContent>) => void
  saver: AutoSaver<BackgroundContent>
}

/** What is changed of a background goes to the server as it is typed, and once more when the page is left. */
export function useBackground(patientId: PersonId, read: Background): Editing {
  const [content, setContent] = useState(read.content)
  const [saver] = useState(
    () =>
      new AutoSaver<BackgroundContent>({
        revision: read.revision,
        save: (after, written) => backgroundApi.keep(patientId, after, written),
      }),
  )
  useEffect(() => () => saver.dispose(), [saver])
  const change = (part: Partial<BackgroundContent>): void => {
    const next = { ...content, ...part }
    setContent(next)
    saver.write(next)
  }
  return { content, change, saver }
}
