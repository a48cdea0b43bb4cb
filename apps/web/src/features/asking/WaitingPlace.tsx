import type { OwnRequest } from '@visita/protocol'
import { DoorOpen, Hourglass, ListOrdered, PhoneIncoming, TriangleAlert, X } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Card, Dialog, PageTitle } from '../../ui/index.ts'
import type { AppModel } from '../app/app-model.ts'
import { Check, useCheckReport, useLineLook } from '../check/index.ts'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useRequest } from '../forms/use-request.ts'
import styles from './Asking.module.css'
import { wordsOf } from './wait-words.ts'

interface WaitingPlaceProps {
  model: AppModel
  request: OwnRequest
  /** Throws `Refused`. */
  withdraw: () => Promise<void>
}

/** How many are before one, how long it may take, and what to do meanwhile. */
export function WaitingPlace({ model, request, withdraw }: WaitingPlaceProps) {
  const t = useTexts('asking')
  const before = request.place - 1
  const wait = wordsOf(request.expectedWait)
  const line = useLineLook(model)
  useCheckReport(model, request.id, line)
  return (
    <div className={styles.waiting}>
      <PageTitle>{t('waiting.title')}</PageTitle>
      <div className={styles.place} role="status">
        <p>
          <ListOrdered aria-hidden size={28} />
          <strong>{before === 0 ? t('waiting.next') : t('waiting.before', { count: before })}</strong>
        </p>
        <p>
          <Hourglass aria-hidden size={28} />
          <span>{t(`waiting.wait.${wait.key}`, 'count' in wait ? { count: wait.count } : {})}</span>
        </p>
      </div>
      <p className={styles.how}>
        <PhoneIncoming aria-hidden size={24} />
        {t('waiting.how')}
      </p>
      <Check model={model} line={line} />
      <Card title={t(model.session.byLink ? 'waiting.byLink' : 'waiting.asked')}>
        {model.session.byLink ? <ByLink request={request} /> : <Asked request={request} />}
        <Withdraw withdraw={withdraw} />
      </Card>
    </div>
  )
}

/** The link has asked for them. */
function ByLink({ request: { doctor } }: { request: OwnRequest }) {
  const t = useTexts('asking')
  return <p>{doctor === null ? t('waiting.anyDoctor') : t('waiting.doctor', { name: doctor.displayName })}</p>
}

function Asked({ request: { reason, text, doctor, urgent } }: { request: OwnRequest }) {
  const t = useTexts('asking')
  return (
    <div className={styles.asked}>
      <p>
        <strong>{t(`reason.${reason}`)}</strong>
        {doctor && ` – ${t('waiting.wished', { name: doctor.displayName })}`}
      </p>
      {urgent && (
        <p className={styles.urgent}>
          <TriangleAlert aria-hidden size={20} />
          {t('waiting.urgent')}
        </p>
      )}
      {text !== '' && <p className={styles.said}>{text}</p>}
    </div>
  )
}

function Withdraw({ withdraw }: Pick<WaitingPlaceProps, 'withdraw'>) {
  const t = useTexts('asking')
  const [asking, setAsking] = useState(false)
  const request = useRequest()
  const leave = (): void => {
    setAsking(false)
    void request.run(withdraw)
  }
  return (
    <>
      <RefusalNotice code={request.refused} />
      <Button icon={DoorOpen} disabled={request.sending} onClick={() => setAsking(true)}>
        {t('withdraw.button')}
      </Button>
      {asking && (
        <Dialog
          title={t('withdraw.title')}
          onDismiss={() => setAsking(false)}
          actions={
            <>
              <Button tone="danger" icon={DoorOpen} onClick={leave}>
                {t('withdraw.button')}
              </Button>
              <Button icon={X} onClick={() => setAsking(false)}>
                {t('withdraw.stay')}
              </Button>
            </>
          }
        >
          <p className={styles.quiet}>{t('withdraw.text')}</p>
        </Dialog>
      )}
    </>
  )
}
