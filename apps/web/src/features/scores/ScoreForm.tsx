import { evaluate, type Answers, type Outcome, type ScoreDefinition } from '@visita/clinical'
import {
  daySchema,
  lesionIdSchema,
  scoreIdSchema,
  type Lesion,
  type Score,
  type ScoreId,
  type ScoreRequest,
} from '@visita/protocol'
import { Check } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Select, TextField } from '../../ui/index.ts'
import { Form } from '../forms/Form.tsx'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useRequest } from '../forms/use-request.ts'
import record from '../record/Record.module.css'
import { answersTo } from './asked.ts'
import { ScoreFields } from './ScoreFields.tsx'
import styles from './Scores.module.css'
import { judged, type Series } from './series.ts'
import { totalOf, wordsOf } from './words.ts'

interface ScoreFormProps {
  score: ScoreDefinition
  lesions: readonly Lesion[]
  today: string
  /** The one that is corrected. */
  correcting: Score | null
  series: readonly Series[]
  /** Throws `Refused`. */
  keep: (id: ScoreId, score: ScoreRequest) => Promise<void>
  close: () => void
}

/** A score that a doctor enters: what is tapped, and at once what it comes to. */
export function ScoreForm({ score, lesions, today, correcting, series, keep, close }: ScoreFormProps) {
  const t = useTexts('scores')
  // The same for every try: an answer that was lost does not enter it twice.
  const [id] = useState(() => scoreIdSchema.parse(crypto.randomUUID()))
  const [answers, setAnswers] = useState<Answers>(correcting?.answers ?? {})
  const [on, setOn] = useState(correcting?.on ?? today)
  const only = lesions.length === 1 ? lesions[0]?.id : undefined
  const [about, setAbout] = useState<string>(correcting?.lesion ?? only ?? '')
  const [checked, setChecked] = useState(false)
  const request = useRequest()
  const said = answersTo(score, answers)
  const outcome = evaluate(score, said)
  const lesion = score.about === 'lesion' ? lesionIdSchema.safeParse(about).data : null
  const day = daySchema.safeParse(on).data
  const submit = (): void => {
    setChecked(true)
    if (outcome.kind !== 'scored' || lesion === undefined || day === undefined) return
    const { version } = score
    const replaces = correcting?.id ?? null
    const entered = { instrument: score.id, version, answers: said, lesion, on: day, replaces }
    void request.run(async () => {
      await keep(id, entered)
      close()
    })
  }
  return (
    <Form className={record.form} submit={submit}>
      <h3>{t(`name.${score.id}.long`)}</h3>
      {correcting !== null && <p>{t('correcting')}</p>}
      {score.about === 'lesion' && <AboutLesion {...{ lesions, about, setAbout, checked }} />}
      <ScoreFields
        score={score}
        answers={answers}
        onAnswer={(field, answer) => setAnswers((before) => ({ ...before, [field]: answer }))}
      />
      <TextField
        label={t('on')}
        type="date"
        max={today}
        value={on}
        onChange={(event) => setOn(event.target.value)}
        problem={checked && day === undefined ? t('onMissing') : null}
      />
      <div className={styles.total}>
        <Total score={score} outcome={outcome} lesion={lesion ?? null} series={series} />
        <RefusalNotice code={request.refused} />
        <div className={styles.actions}>
          <Button type="submit" tone="primary" icon={Check} disabled={request.sending}>
            {t('keep')}
          </Button>
          <Button onClick={close}>{t('cancel')}</Button>
        </div>
      </div>
      <Source score={score} />
    </Form>
  )
}

interface AboutLesionProps {
  lesions: readonly Lesion[]
  about: string
  setAbout: (id: string) => void
  checked: boolean
}

function AboutLesion({ lesions, about, setAbout, checked }: AboutLesionProps) {
  const t = useTexts('scores')
  if (lesions.length === 0) return <p role="alert">{t('noLesion')}</p>
  return (
    <>
      <Select label={t('about')} value={about} onChange={(event) => setAbout(event.target.value)}>
        <option value="" disabled>
          {t('chooseLesion')}
        </option>
        {lesions.map(({ id, label }, index) => (
          <option key={id} value={id}>
            {t('lesion', { number: index + 1, label })}
          </option>
        ))}
      </Select>
      {checked && about === '' && <p role="alert">{t('lesionMissing')}</p>}
    </>
  )
}

interface TotalProps {
  score: ScoreDefinition
  outcome: Outcome
  lesion: string | null
  series: readonly Series[]
}

/** The total as it is tapped; as long as something is missing, what. */
function Total({ score, outcome, lesion, series }: TotalProps) {
  const t = useTexts('scores')
  const words = wordsOf(t, score.id)
  const name = t(`name.${score.id}.short`)
  const fieldsIn = (ids: readonly string[]): string =>
    score.fields
      .filter(({ id }) => ids.includes(id))
      .map((field) =>
        field.region === null
          ? words.field(field)
          : t('fieldOf', { region: words.region(field.region), field: words.field(field) }),
      )
      .slice(0, 3)
      .join('; ')
  switch (outcome.kind) {
    case 'scored': {
      const before = series
        .find((each) => each.definition?.id === score.id && each.lesion === lesion)
        ?.standing.at(-1)
      const change = before === undefined ? null : judged(score, before.units, outcome.units)
      return (
        <output className={styles.points} aria-live="polite">
          <strong>
            {name} {totalOf(t, score, outcome)}
          </strong>
          {Object.entries(outcome.parts).map(([part, points]) => (
            <span key={part}>{t(`part.${part}`, { points: points.toLocaleString() })}</span>
          ))}
          {change !== null && <span>{t(`change.${change.key}`, { ...change.values })}</span>}
        </output>
      )
    }
    case 'incomplete':
      return (
        <output className={styles.points} aria-live="polite">
          <strong>{t('missing', { name, count: outcome.fields.length })}</strong>
          <span>{fieldsIn(outcome.fields)}</span>
        </output>
      )
    case 'out_of_range':
      return (
        <output className={styles.points}>{t('outOfRange', { fields: fieldsIn(outcome.fields) })}</output>
      )
    case 'impossible':
      return <output className={styles.points}>{t(`impossible.${score.id}`)}</output>
  }
}

/** Where it comes from and what may be done with it. */
export function Source({ score: { source, licence } }: { score: ScoreDefinition }) {
  const t = useTexts('scores')
  return (
    <details className={styles.more}>
      <summary>{t('source')}</summary>
      <p>{source}</p>
      <p>{licence}</p>
    </details>
  )
}
