import { useEffect } from 'react'
import { LobbyContent } from '../lobby/Lobby.tsx'
import type { PageProps } from './pages.ts'

/** The people here, for those who are signed in. Their camera is on while they are on this page. */
export function MeetingPlace({ model }: PageProps) {
  useEffect(() => {
    model.showFace(true)
    return () => model.showFace(false)
  }, [model])
  return <LobbyContent model={model} />
}
