import type { CheckResult, Participant, QueuedRequest } from '@visita/protocol'
import { Circle, CircleCheck, PhoneCall, TriangleAlert, Video, Wrench } from 'lucide-react'
import { type Translate, useTexts } from '../../platform/i18n.ts'
import { Button, useNow } from '../../ui/index.ts'
import styles from './Queue.module.css'
import { LOOK_AT_CLOCK, minutesSince } from './waited.ts'

interface QueueRowProps {
  request: QueuedRequest
  self: Participant
  /** Null for those who look after the queue and begin no visits. */
  call: (() => void) | null
}

export function QueueRow({ request, self, call }: QueueRowProps) {
  const t = useTexts('queue')
  const { patient, doctor, urgent, madeAt, presence, said, check } = request
  const minutes = minutesSince(madeAt, useNow(LOOK_AT_CLOCK))
  return (
    <li className={styles.row} data-urgent={urgent}>
      <div className={styles.who}>
        <strong className={styles.name}>{patient.displayName}</strong>
        {urgent && (
          <span className={styles.urgent}>
            <TriangleAlert aria-hidden size={20} />
            {t('urgent')}
          </span>
        )}
        <span className={styles.quiet}>{waited(t, minutes)}</span>
        {doctor && (
          <span className={styles.quiet}>
            {doctor.id === self.id ? t('forYou') : t('wishes', { name: doctor.displayName })}
          </span>
        )}
      </div>
      {said && (
        <div className={styles.said}>
          <strong>{t(`reason.${said.reason}`)}</strong>
          {said.text !== '' && <p>{said.text}</p>}
        </div>
      )}
      <Presence presence={presence} />
      {check && <Checked check={check} />}
      {call && presence === 'ready' && (
        <div className={styles.start}>
          <Button
            tone="primary"
            icon={Video}
            wide
            aria-label={t('startWith', { name: patient.displayName })}
            onClick={call}
          >
            {t('start')}
          </Button>
        </div>
      )}
    </li>
  )
}

const MARKS = { ready: CircleCheck, busy: PhoneCall, away: Circle } as const

function Presence({ presence }: Pick<QueuedRequest, 'presence'>) {
  const t = useTexts('queue')
  const Icon = MARKS[presence]
  return (
    <p className={styles.presence} data-presence={presence}>
      <Icon aria-hidden size={20} />
      {t(`presence.${presence}`)}
    </p>
  )
}

/** What the patient has found out about their own devices and line (X9). */
function Checked({ check: { camera, microphone, speaker, line } }: { check: CheckResult }) {
  const t = useTexts('queue')
  const isReady = camera === 'works' && microphone === 'works' && line === 'good' && speaker !== 'fails'
  const Icon = isReady ? CircleCheck : Wrench
  return (
    <p className={styles.checked} data-ready={isReady}>
      <Icon aria-hidden size={20} />
      <span>
        {isReady
          ? t('check.ready')
          : [
              t(`check.camera.${camera}`),
              t(`check.microphone.${microphone}`),
              ...(speaker === 'untried' ? [] : [t(`check.speaker.${speaker}`)]),
              t(`check.line.${line}`),
            ].join(' · ')}
      </span>
    </p>
  )
}

function waited(t: Translate, minutes: number): string {
  if (minutes < 60) return t('waited.minutes', { count: minutes })
  return t('waited.hours', { count: Math.floor(minutes / 60) })
}
