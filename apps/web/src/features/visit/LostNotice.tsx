import { RefreshCw } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Notice, useReadable } from '../../ui/index.ts'
import type { Companion } from './companion.ts'
import { useReason } from './use-why.ts'

interface LostNoticeProps {
  companion: Companion
  online: boolean
}

/** Among several: with whom there is no connection, why, and what to do. */
export function LostNotice({ companion, online }: LostNoticeProps) {
  const { phase } = useReadable(companion.call.state)
  if (phase !== 'connecting' && phase !== 'interrupted') return null
  return <Lost key={phase} companion={companion} online={online} phase={phase} />
}

function Lost({ companion, online, phase }: LostNoticeProps & { phase: 'connecting' | 'interrupted' }) {
  const t = useTexts('visit')
  const reason = useReason(companion, { online, phase })
  if (reason === null) return null
  return (
    <Notice
      title={t('lostWith', { name: companion.person.displayName })}
      actions={
        <Button icon={RefreshCw} onClick={() => companion.call.restart()}>
          {t('tryNow')}
        </Button>
      }
    >
      {reason}
    </Notice>
  )
}
