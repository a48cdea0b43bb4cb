import type { Call } from '@visita/call'
import { useEffect, useState, type ReactNode } from 'react'
import { textOf } from '../../platform/failures.ts'
import { useTexts } from '../../platform/i18n.ts'
import { later, Notice, Progress, useReadable } from '../../ui/index.ts'
import type { VisitModel } from './visit-model.ts'
import type { VisitWork } from './visit-work.ts'

/* What the picture does without: fetched when it is opened, so that the room itself comes soon. */

// The drawing library alone is several times the room.
export const Board = later(async () => (await import('../board/Board.tsx')).default, {
  loading: Opening,
  failed: NotOpened,
})

const fetchFiles = async () => (await import('../files/FilesPanel.tsx')).FilesPanel
export const FilesPanel = later(fetchFiles, { loading: Opening, failed: NotOpened })

const fetchDevices = async () => (await import('./DevicesPanel.tsx')).DevicesPanel
export const DevicesPanel = later(fetchDevices, { loading: Opening, failed: NotOpened })

const fetchLine = async () => (await import('./LinePanel.tsx')).LinePanel
export const LinePanel = later(fetchLine, { loading: Opening, failed: NotOpened })

const fetchAskForStill = async () => (await import('../stills/AskForStill.tsx')).AskForStill
export const AskForStill = later(fetchAskForStill, { loading: Opening, failed: NotOpened })

const fetchStillNotice = async () => (await import('../stills/StillNotice.tsx')).StillNotice
export const StillNotice = later(fetchStillNotice, { loading: Opening, failed: NotOpened })

const fetchSafety = async () => (await import('../safety/SafetyPanel.tsx')).SafetyPanel
export const SafetyPanel = later(fetchSafety, { loading: Opening, failed: NotOpened })

const fetchInvite = async () => (await import('./InvitePanel.tsx')).InvitePanel
export const InvitePanel = later(fetchInvite, { loading: Opening, failed: NotOpened })

const fetchInvitationNotices = async () => (await import('./InvitationNotices.tsx')).InvitationNotices
export const InvitationNotices = later(fetchInvitationNotices, { loading: () => null, failed: NotOpened })

const fetchPeopleHere = async () => (await import('./PeopleHere.tsx')).PeopleHere
export const PeopleHere = later(fetchPeopleHere, { loading: () => null, failed: NotOpened })

const PANELS = [
  fetchFiles,
  fetchDevices,
  fetchLine,
  fetchAskForStill,
  fetchStillNotice,
  fetchSafety,
  fetchInvite,
  fetchPeopleHere,
]

/** The first seconds of a call belong to the picture. */
const FETCH_AHEAD_AFTER = 5_000

/**
 * Fetches the small panels once the call stands: in a break, or while the server is away and the call goes on, they
 * could not be fetched. The board is too large for a thin line that nobody may draw on. True from then on: what
 * nobody waits for may come too.
 */
export function useFetchAhead(call: Call): boolean {
  const [begun, setBegun] = useState(false)
  const connected = useReadable(call.state).phase === 'connected'
  useEffect(() => {
    if (!connected) return undefined
    const timer = setTimeout(() => {
      for (const fetch of PANELS) void fetch().catch(() => undefined)
      setBegun(true)
    }, FETCH_AHEAD_AFTER)
    return () => clearTimeout(timer)
  }, [connected])
  return begun
}

export const UnheardNotice = later(async () => (await import('../sound/UnheardNotice.tsx')).OwnVoiceNotice, {
  loading: () => null,
  failed: () => null,
})

/** Files and board come a moment after the picture: who opens them sooner waits for them here. */
export function WithWork({
  visit,
  children,
}: {
  visit: VisitModel
  children: (work: VisitWork) => ReactNode
}) {
  const work = useReadable(visit.work)
  const [failed, setFailed] = useState(false)
  useEffect(() => void visit.openWork().catch(() => setFailed(true)), [visit])
  if (work) return children(work)
  return failed ? <NotOpened /> : <Opening />
}

function Opening() {
  const t = useTexts('visit')
  return <Progress label={t('opening')} />
}

function NotOpened() {
  const t = useTexts('visit')
  return <Notice tone="problem">{t(textOf('part_not_opened'))}</Notice>
}
