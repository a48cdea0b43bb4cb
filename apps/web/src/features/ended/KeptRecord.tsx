import type { PersonId, VisitId, VisitRecord } from '@visita/protocol'
import { RefreshCw } from 'lucide-react'
import { useEffect, useState } from 'react'
import { api } from '../../platform/api.ts'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Notice } from '../../ui/index.ts'
import { VisitContents } from './VisitContents.tsx'

interface KeptRecordProps {
  visitId: VisitId
  selfId: PersonId
  /** Until when (epoch milliseconds) the other side may still be saving its part. */
  settledAt: number
}

/** Pause between two readings, in milliseconds. */
const READ_AGAIN = 3_000

type Reading = { status: 'reading' } | { status: 'failed' } | { status: 'read'; record: VisitRecord }

/** The record of the visit as the server has it: conversation, files and board. */
export function KeptRecord(props: KeptRecordProps) {
  // A new attempt is a new reading from the start.
  const [attempt, setAttempt] = useState(0)
  return <RecordReading key={attempt} {...props} onRetry={() => setAttempt(attempt + 1)} />
}

function RecordReading({ onRetry, ...props }: KeptRecordProps & { onRetry: () => void }) {
  const t = useTexts('ended')
  const { selfId } = props
  const reading = useReading(props)

  if (reading.status === 'reading') return <p role="status">{t('kept.loading')}</p>
  if (reading.status === 'failed') {
    return (
      <Notice
        tone="problem"
        actions={
          <Button icon={RefreshCw} onClick={onRetry}>
            {t('kept.retry')}
          </Button>
        }
      >
        {t('kept.unavailable')}
      </Notice>
    )
  }
  return <VisitContents record={reading.record} selfId={selfId} />
}

/** Reads at once, and again while the other side may still be saving what it sent. */
function useReading({ visitId, settledAt }: KeptRecordProps): Reading {
  const [reading, setReading] = useState<Reading>({ status: 'reading' })
  useEffect(() => {
    let current = true
    let timer: ReturnType<typeof setTimeout> | undefined
    const read = async (): Promise<void> => {
      const record = await api.readVisit(visitId).catch(() => null)
      if (!current) return
      if (record) setReading({ status: 'read', record })
      // What was read once stays when a later reading fails.
      else setReading((before) => (before.status === 'read' ? before : { status: 'failed' }))
      if (Date.now() < settledAt) timer = setTimeout(() => void read(), READ_AGAIN)
    }
    void read()
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [visitId, settledAt])
  return reading
}
