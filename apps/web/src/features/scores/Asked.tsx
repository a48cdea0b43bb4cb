import { SCORES, scoresFor } from '@visita/clinical'
import { questionIdSchema, type Case, type Question } from '@visita/protocol'
import { MessageCircleQuestionMark, Undo2 } from 'lucide-react'
import { Link } from 'wouter'
import { useTexts } from '../../platform/i18n.ts'
import { scoreApi } from '../../platform/score-api.ts'
import { Button } from '../../ui/index.ts'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useRequest } from '../forms/use-request.ts'
import record from '../record/Record.module.css'
import { day } from '../record/times.ts'
import styles from './Scores.module.css'

interface AskedProps {
  of: Case
  questions: readonly Question[]
  /** The patient looks at it. */
  isOwn: boolean
  onChanged: () => Promise<void>
}

/** What the patient is asked to answer: for them the way to it, for the doctor the asking. */
export function Asked({ of, questions, isOwn, onChanged }: AskedProps) {
  const t = useTexts('scores')
  const request = useRequest()
  const change = (work: () => Promise<void>): void =>
    void request.run(async () => {
      await work()
      await onChanged()
    })
  return (
    <>
      {questions.length > 0 && (
        <ul className={record.list}>
          {questions.map(({ id, instrument, by, at }) => (
            <li key={id} className={styles.question}>
              {isOwn ? (
                <Link href={`/record/cases/${of.id}/questions/${id}`} className={record.button}>
                  <MessageCircleQuestionMark aria-hidden size={22} />
                  {t('asked.answer', { name: t(`patient.${instrument}.name`) })}
                </Link>
              ) : (
                <>
                  <span>
                    {t('asked.waits', {
                      name: t(`name.${instrument}.short`),
                      by: by.displayName,
                      day: day(at),
                    })}
                  </span>
                  {of.mayWrite && (
                    <Button
                      icon={Undo2}
                      disabled={request.sending}
                      onClick={() => change(() => scoreApi.withdraw(of.id, id))}
                    >
                      {t('asked.withdraw')}
                    </Button>
                  )}
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      {of.mayWrite && (
        <div className={styles.actions} role="group" aria-label={t('asked.ask')}>
          {suggested(of, questions).map(({ id }) => (
            <Button
              key={id}
              icon={MessageCircleQuestionMark}
              disabled={request.sending}
              onClick={() =>
                change(() => scoreApi.ask(of.id, questionIdSchema.parse(crypto.randomUUID()), id))
              }
            >
              {t('asked.one', { name: t(`name.${id}.short`) })}
            </Button>
          ))}
        </div>
      )}
      <RefusalNotice code={request.refused} />
    </>
  )
}

/** Those that fit, without what is asked already, and what may be asked in its owners' words alone; else all of them. */
function suggested({ course, complaint }: Case, questions: readonly Question[]) {
  const codes = course.diagnoses.flatMap(({ code, ended }) => (code === null || ended !== null ? [] : [code]))
  const canBeAsked = SCORES.filter(({ by, officialWording }) => by === 'patient' && officialWording !== true)
  const fitting = scoresFor(codes, complaint).filter((score) => canBeAsked.includes(score))
  return (fitting.length > 0 ? fitting : canBeAsked).filter(
    ({ id }) => !questions.some(({ instrument }) => instrument === id),
  )
}
