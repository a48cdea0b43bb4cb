import { textOf } from '../../platform/failures.ts'
import { useTexts } from '../../platform/i18n.ts'
import { later, Notice, Progress } from '../../ui/index.ts'

/* What the picture does without: fetched when it is opened, so that the room itself comes soon. */

// The drawing library alone is several times the room.
export const Board = later(async () => (await import('../board/Board.tsx')).default, {
  loading: Opening,
  failed: NotOpened,
})

export const FilesPanel = later(async () => (await import('../files/FilesPanel.tsx')).FilesPanel, {
  loading: Opening,
  failed: NotOpened,
})

export const DevicesPanel = later(async () => (await import('./DevicesPanel.tsx')).DevicesPanel, {
  loading: Opening,
  failed: NotOpened,
})

export const SafetyPanel = later(async () => (await import('../safety/SafetyPanel.tsx')).SafetyPanel, {
  loading: Opening,
  failed: NotOpened,
})

// Nobody waits for it, and what it has to say comes after some seconds.
export const UnheardNotice = later(async () => (await import('../sound/UnheardNotice.tsx')).UnheardNotice, {
  loading: () => null,
  failed: () => null,
})

function Opening() {
  const t = useTexts('visit')
  return <Progress label={t('opening')} />
}

function NotOpened() {
  const t = useTexts('visit')
  return <Notice tone="problem">{t(textOf('part_not_opened'))}</Notice>
}
