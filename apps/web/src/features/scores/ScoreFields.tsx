import { takes, type Answers, type Field, type ScoreDefinition } from '@visita/clinical'
import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { flushSync } from 'react-dom'
import { useTexts } from '../../platform/i18n.ts'
import { TextField } from '../../ui/index.ts'
import { gradesOf, groupsOf, numberIn } from './asked.ts'
import styles from './Scores.module.css'
import { wordsOf, type ScoreWords } from './words.ts'

interface ScoreFieldsProps {
  score: ScoreDefinition
  answers: Answers
  /** Undefined takes the answer away. */
  onAnswer: (field: string, answer: number | undefined) => void
}

/**
 * The fields of any score, by region. Grades are tapped; by keyboard a digit chooses the grade and goes on to the next
 * field, so that a whole PASI is its sixteen digits.
 */
export function ScoreFields({ score, answers, onAnswer }: ScoreFieldsProps) {
  const t = useTexts('scores')
  const words = wordsOf(t, score.id)
  const form = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent): void => {
    const group = event.target instanceof Element ? event.target.closest('[data-grades]') : null
    const field = score.fields.find(({ id }) => id === group?.getAttribute('data-grades'))
    const isChosen = field && /^\d$/.test(event.key) && gradesOf(field, score.by)?.includes(Number(event.key))
    if (!isChosen || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    // What comes next is known once it is drawn what the answer has made needless.
    flushSync(() => onAnswer(field.id, Number(event.key)))
    if (group) focusAfter(form.current, group)
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- a shortcut for what the radios in it do
    <div ref={form} className={styles.regions} onKeyDown={onKeyDown}>
      {groupsOf(score, answers).map(({ region, fields }) => (
        <Region key={region} name={region === null ? null : words.region(region)}>
          {fields.map((field) => (
            <OneField
              key={field.id}
              field={field}
              by={score.by}
              words={words}
              answer={answers[field.id]}
              onAnswer={(answer) => onAnswer(field.id, answer)}
            />
          ))}
        </Region>
      ))}
    </div>
  )
}

/** Radios of a group are one stop: the next field begins after all of them. */
function focusAfter(form: Element | null, group: Element): void {
  const groups = Array.from(form?.querySelectorAll('[data-grades], [data-amount]') ?? [])
  const next = groups[groups.indexOf(group) + 1]
  const input = next?.querySelector<HTMLInputElement>('input:checked') ?? next?.querySelector('input')
  input?.focus()
}

function Region({ name, children }: { name: string | null; children: ReactNode }) {
  if (name === null) return <div className={styles.region}>{children}</div>
  return (
    <fieldset className={styles.region}>
      <legend>{name}</legend>
      {children}
    </fieldset>
  )
}

interface FieldProps {
  field: Field
  by: ScoreDefinition['by']
  words: ScoreWords
  answer: number | undefined
  onAnswer: (answer: number | undefined) => void
}

export function OneField(props: FieldProps) {
  const grades = gradesOf(props.field, props.by)
  return grades === null ? <Amount {...props} /> : <Grades {...props} grades={grades} />
}

function Grades({ field, by, words, answer, onAnswer, grades }: FieldProps & { grades: readonly number[] }) {
  const name = useId()
  const isYesNo = field.min === 0 && field.max === 1
  // Patients read sentences, one below the other, and no numbers.
  const isList = by === 'patient' && grades.every((value) => words.grade(field, value) !== null)
  return (
    <fieldset className={styles.grades} data-grades={field.id}>
      <legend>{words.field(field)}</legend>
      <div className={styles.row} data-list={isList}>
        {grades.map((value) => {
          const word = words.grade(field, value)
          return (
            <label key={value} className={styles.grade}>
              <input type="radio" name={name} checked={answer === value} onChange={() => onAnswer(value)} />
              {!isYesNo && !isList && <strong>{value.toLocaleString()}</strong>}
              {word !== null && <span>{word}</span>}
            </label>
          )
        })}
      </div>
    </fieldset>
  )
}

function Amount({ field, words, answer, onAnswer }: FieldProps) {
  const t = useTexts('scores')
  const [text, setText] = useState(answer === undefined ? '' : answer.toLocaleString())
  const isWrong = answer !== undefined && !takes(field, answer)
  const values = { min: field.min, max: field.max }
  return (
    <div className={styles.amount} data-amount={field.id}>
      <TextField
        label={words.field(field)}
        inputMode={field.step === 1 ? 'numeric' : 'decimal'}
        autoComplete="off"
        maxLength={6}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          onAnswer(numberIn(event.target.value))
        }}
        hint={t(field.step === 1 ? 'amount.whole' : 'amount.tenths', values)}
        problem={isWrong ? t('amount.wrong', values) : null}
      />
    </div>
  )
}
