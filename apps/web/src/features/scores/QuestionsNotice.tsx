import type { OwnQuestions } from '@visita/protocol'
import { useEffect, useState } from 'react'
import { Link } from 'wouter'
import { useTexts } from '../../platform/i18n.ts'
import { scoreApi } from '../../platform/score-api.ts'
import { Notice } from '../../ui/index.ts'
import record from '../record/Record.module.css'

/** On the patient's pages: what their doctor asks them, until it is answered. */
export function QuestionsNotice() {
  const t = useTexts('scores')
  const [questions, setQuestions] = useState<OwnQuestions['questions']>([])
  useEffect(() => {
    let isHere = true
    void scoreApi
      .own()
      .then((own) => isHere && setQuestions(own))
      // Nobody is kept from anything else by it.
      .catch(() => undefined)
    return () => {
      isHere = false
    }
  }, [])
  const [first] = questions
  if (first === undefined) return null
  return (
    <Notice
      title={t('asked.title', { count: questions.length })}
      actions={
        <>
          {questions.map(({ id, case: of, instrument }) => (
            <Link key={id} href={`/record/cases/${of}/questions/${id}`} className={record.button}>
              {t('asked.answer', { name: t(`patient.${instrument}.name`) })}
            </Link>
          ))}
        </>
      }
    >
      {t('asked.text', { name: first.by.displayName })}
    </Notice>
  )
}
