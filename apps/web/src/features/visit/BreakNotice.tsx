import type { Readable } from '@visita/call'
import { LoaderCircle, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import type { SocketState } from '../../platform/socket.ts'
import { Button, useNow, useReadable } from '../../ui/index.ts'
import styles from './BreakNotice.module.css'
import type { Companion } from './companion.ts'
import { useReason } from './use-why.ts'

interface BreakNoticeProps {
  companion: Companion
  socket: Readable<SocketState>
  /** What helps is said elsewhere: among several a picture may be too small for it. */
  brief: boolean
}

/** Over the last picture while the connection is away: that it is tried again, for how long, and what helps. */
export function BreakNotice(props: BreakNoticeProps) {
  const { phase } = useReadable(props.companion.call.state)
  return phase === 'interrupted' ? <Broken {...props} /> : null
}

/** Mounted for as long as one break lasts. */
function Broken({ companion, socket, brief }: BreakNoticeProps) {
  const t = useTexts('visit')
  const reason = useReason(companion, {
    online: useReadable(socket).status === 'online',
    phase: 'interrupted',
  })
  const [since] = useState(() => Date.now())
  const seconds = Math.floor((useNow(1_000) - since) / 1_000)
  return (
    <div className={styles.veil}>
      <p className={styles.title}>
        <LoaderCircle aria-hidden size={28} />
        {t('break.title')}
      </p>
      <p role="timer" className={styles.timer}>
        {t('break.seconds', { seconds })}
      </p>
      {!brief && reason !== null && (
        <div className={styles.advice} role="status">
          <p>{t('break.waits')}</p>
          <p>{reason}</p>
          <Button icon={RefreshCw} onClick={() => companion.call.restart()}>
            {t('tryNow')}
          </Button>
        </div>
      )}
    </div>
  )
}
