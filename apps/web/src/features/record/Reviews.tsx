import { verdictSchema, type BreakGlassAccess, type PersonId } from '@visita/protocol'
import { CircleHelp, ShieldCheck, ShieldX, type LucideIcon } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, PageTitle, Progress, useReadable } from '../../ui/index.ts'
import { NotFetched } from '../forms/NotFetched.tsx'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useRequest } from '../forms/use-request.ts'
import type { PageProps } from '../home/pages.ts'
import styles from './Record.module.css'
import { ReviewsModel } from './reviews-model.ts'
import { dayAndTime } from './times.ts'

const VERDICTS = {
  justified: ShieldCheck,
  unjustified: ShieldX,
  unclear: CircleHelp,
} as const satisfies Record<NonNullable<BreakGlassAccess['verdict']>, LucideIcon>

/** For the privacy officer: who opened which record against the rule, why, and whether that was right (X7). */
export function Reviews({ model: app, signedIn: { self } }: PageProps) {
  const t = useTexts('record')
  const [model] = useState(() => new ReviewsModel(app.socket))
  const state = useReadable(model.state)
  useEffect(() => model.follow(), [model])
  return (
    <div className={styles.narrow}>
      <PageTitle>{t('reviews.title')}</PageTitle>
      <p className={styles.quiet}>{t('reviews.lead')}</p>
      {state.status === 'loading' && <Progress label={t('app:loading')} />}
      {state.status === 'failed' && <NotFetched code={state.code} again={() => void model.load()} />}
      {state.status === 'listed' && (
        <>
          <h2>{t('reviews.waiting', { count: state.waiting.length })}</h2>
          {state.waiting.length === 0 && <p>{t('reviews.none')}</p>}
          <ul className={styles.rows} aria-label={t('reviews.waitingList')}>
            {state.waiting.map((access) => (
              <WaitingAccess key={access.id} access={access} model={model} selfId={self.id} />
            ))}
          </ul>
          {state.judged.length > 0 && <h2>{t('reviews.judged')}</h2>}
          <ul className={styles.rows} aria-label={t('reviews.judged')}>
            {state.judged.map((access) => (
              <JudgedAccess key={access.id} access={access} />
            ))}
          </ul>
        </>
      )}
    </div>
  )
}

interface WaitingAccessProps {
  access: BreakGlassAccess
  model: ReviewsModel
  selfId: PersonId
}

function WaitingAccess({ access, model, selfId }: WaitingAccessProps) {
  const t = useTexts('record')
  const request = useRequest()
  return (
    <li className={styles.review}>
      <AccessWords access={access} />
      {access.doctor.id === selfId ? (
        <p>{t('reviews.own')}</p>
      ) : (
        <div className={styles.verdicts} role="group" aria-label={t('reviews.question')}>
          {verdictSchema.options.map((verdict) => (
            <Button
              key={verdict}
              icon={VERDICTS[verdict]}
              disabled={request.sending}
              onClick={() => void request.run(() => model.judge(access.id, verdict))}
            >
              {t(`reviews.verdict.${verdict}`)}
            </Button>
          ))}
        </div>
      )}
      <RefusalNotice code={request.refused} />
    </li>
  )
}

function JudgedAccess({ access }: { access: BreakGlassAccess }) {
  const t = useTexts('record')
  if (access.verdict === null) return null
  const Icon = VERDICTS[access.verdict]
  return (
    <li className={styles.review}>
      <AccessWords access={access} />
      <p className={styles.mark} data-verdict={access.verdict}>
        <Icon aria-hidden size={22} />
        {t(`reviews.verdict.${access.verdict}`)}
      </p>
    </li>
  )
}

function AccessWords({
  access: { doctor, patient, reason, openedAt, endsAt },
}: {
  access: BreakGlassAccess
}) {
  const t = useTexts('record')
  return (
    <div className={styles.words}>
      <strong>
        {t('reviews.who', {
          doctor: doctor.displayName === '' ? t('readers.unknown') : doctor.displayName,
          patient: patient?.displayName ?? t('reviews.erased'),
        })}
      </strong>
      <span className={styles.quiet}>
        {t('reviews.when', { from: dayAndTime(openedAt), until: dayAndTime(endsAt) })}
      </span>
      <span className={styles.reason}>
        {reason === null ? t('readers.reasonGone') : t('readers.reason', { reason })}
      </span>
    </div>
  )
}
