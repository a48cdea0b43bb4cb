import { evaluate, scoreCalled, takes, type Answers, type ScoreDefinition } from '@visita/clinical'
import { ofQuestionSchema, scoreIdSchema, type CaseId } from '@visita/protocol'
import { ArrowLeft, ArrowRight, Check } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Link, useParams } from 'wouter'
import * as z from 'zod/mini'
import { today } from '../../platform/today.ts'
import { useTexts } from '../../platform/i18n.ts'
import { scoreApi } from '../../platform/score-api.ts'
import { Button, Notice, PageTitle } from '../../ui/index.ts'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useDraft } from '../forms/use-draft.ts'
import { useRequest } from '../forms/use-request.ts'
import type { PageProps } from '../home/pages.ts'
import { NoSuchPage } from '../home/Standins.tsx'
import { ReadingModel } from '../record/reading-model.ts'
import record from '../record/Record.module.css'
import { Shown } from '../record/Shown.tsx'
import { answersTo, screensOf } from './asked.ts'
import { OneField } from './ScoreFields.tsx'
import { Source } from './ScoreForm.tsx'
import styles from './Scores.module.css'
import { patientWordsOf } from './words.ts'

const draftSchema = z.record(z.string(), z.number())

/** What a patient is asked before a visit: one question a screen, on a telephone as well. */
export function Questionnaire(props: PageProps) {
  const ids = ofQuestionSchema.safeParse(useParams()).data
  return ids === undefined ? <NoSuchPage /> : <OneQuestionnaire {...props} {...ids} />
}

interface OneQuestionnaireProps extends PageProps, z.infer<typeof ofQuestionSchema> {}

function OneQuestionnaire({ caseId, questionId, model: app }: OneQuestionnaireProps) {
  const t = useTexts('scores')
  const [model] = useState(() => new ReadingModel(() => scoreApi.own()))
  useEffect(() => void model.load(), [model])
  return (
    <div className={record.narrow}>
      <Link href={`/record/cases/${caseId}`} className={record.back}>
        <ArrowLeft aria-hidden size={22} />
        {t('asking.back')}
      </Link>
      <Shown model={model}>
        {(questions) => {
          const question = questions.find(({ id }) => id === questionId)
          const score = question === undefined ? null : scoreCalled(question.instrument)
          if (score === null) return <Notice title={t('asking.over')}>{t('asking.overText')}</Notice>
          return (
            <Asking
              caseId={caseId}
              score={score}
              draft={{ drafts: app.drafts, name: `question.${questionId}` }}
            />
          )
        }}
      </Shown>
    </div>
  )
}

/** As it is kept; what is no number is no answer. */
const withAnswer = (answers: Answers, field: string, answer: number | undefined): string =>
  JSON.stringify({ ...answers, [field]: Number.isNaN(answer) ? undefined : answer })

interface AskingProps {
  caseId: CaseId
  score: ScoreDefinition
  draft: { drafts: PageProps['model']['drafts']; name: string }
}

function Asking({ caseId, score, draft: { drafts, name } }: AskingProps) {
  const t = useTexts('scores')
  const [id] = useState(() => scoreIdSchema.parse(crypto.randomUUID()))
  const [on] = useState(today)
  // Of the page's memory, so that somebody who looks something up goes on where they were.
  const [kept, keep] = useDraft(drafts, name)
  const [step, setStep] = useState(0)
  const [checked, setChecked] = useState(false)
  const [isSent, setIsSent] = useState(false)
  const request = useRequest()
  const answers: Answers = kept === '' ? {} : draftSchema.parse(JSON.parse(kept))
  const words = patientWordsOf(t, score, on)
  const screens = screensOf(score)
  const screen = screens[step]
  if (isSent) return <Notice title={t('asking.sent')}>{t('asking.sentText')}</Notice>
  if (screen === undefined) return null
  const isLast = step === screens.length - 1
  const isAnswered = screen.fields.every((field) => takes(field, answers[field.id] ?? Number.NaN))
  const goOn = (): void => {
    setChecked(!isAnswered)
    if (!isAnswered) return
    if (!isLast) {
      setStep(step + 1)
      return
    }
    const said = answersTo(score, answers)
    if (evaluate(score, said).kind !== 'scored') return
    const { id: instrument, version } = score
    void request.run(async () => {
      await scoreApi.answer(caseId, id, { instrument, version, answers: said, on, replaces: null })
      keep('')
      setIsSent(true)
    })
  }
  return (
    <div className={record.page}>
      <PageTitle>{words.name}</PageTitle>
      <p className={record.quiet}>{t('asking.step', { step: step + 1, of: screens.length })}</p>
      {screen.region !== null && <h2>{words.region(screen.region)}</h2>}
      {screen.fields.map((field) => (
        <OneField
          key={field.id}
          field={field}
          by="patient"
          words={words}
          answer={answers[field.id]}
          onAnswer={(answer) => keep(withAnswer(answers, field.id, answer))}
        />
      ))}
      {checked && !isAnswered && (
        <p className={styles.problem} role="alert">
          {t('asking.missing')}
        </p>
      )}
      <RefusalNotice code={request.refused} here={{ conflict: t('asking.overText') }} />
      <div className={styles.steps}>
        {step > 0 && (
          <Button icon={ArrowLeft} onClick={() => setStep(step - 1)}>
            {t('asking.before')}
          </Button>
        )}
        <Button tone="primary" icon={isLast ? Check : ArrowRight} disabled={request.sending} onClick={goOn}>
          {t(isLast ? 'asking.send' : 'asking.next')}
        </Button>
      </div>
      <p className={record.quiet}>{t('asking.who')}</p>
      <Source score={score} />
    </div>
  )
}
