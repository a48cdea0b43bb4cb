import type { PersonId } from '@visita/protocol'
import { useEffect } from 'react'
import type { AccessNews } from '../home/access-news.ts'

/** What was read by an access against the rule goes from the page when that access ends (X7). */
export function useClosing(model: { close: () => void }, news: AccessNews, patientId: PersonId): void {
  useEffect(() => {
    const isOpen = (): boolean => news.state.get().own.some((access) => access.patientId === patientId)
    let wasOpen = isOpen()
    return news.state.subscribe(() => {
      if (wasOpen && !isOpen()) model.close()
      wasOpen = isOpen()
    })
  }, [model, news, patientId])
}
