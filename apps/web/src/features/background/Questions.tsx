import { backgroundContentSchema } from '@visita/protocol'
import { useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Choice, TextArea } from '../../ui/index.ts'
import styles from './Background.module.css'
import { linesIn } from './lines.ts'
import type { Editing } from './use-background.ts'

export const QUESTIONS = ['allergies', 'medicines', 'illnesses', 'skin', 'pregnancy'] as const
type Question = (typeof QUESTIONS)[number]

interface QuestionProps {
  question: Question
  editing: Pick<Editing, 'content' | 'change'>
}

/** One of the questions that are asked before the first visit. */
export function OneQuestion({ question, editing }: QuestionProps) {
  switch (question) {
    case 'allergies':
    case 'medicines':
      return <ListQuestion question={question} {...editing} />
    case 'illnesses':
    case 'skin':
      return <TextQuestion question={question} {...editing} />
    case 'pregnancy':
      return <PregnancyQuestion {...editing} />
  }
}

function ListQuestion({
  question,
  content,
  change,
}: { question: 'allergies' | 'medicines' } & Pick<Editing, 'content' | 'change'>) {
  const t = useTexts('background')
  const said = content[question]
  const [text, setText] = useState((said ?? []).join('\n'))
  const [hasSome, setHasSome] = useState(said === null ? null : said.length > 0)
  return (
    <fieldset className={styles.question}>
      <legend>{t(`ask.${question}`)}</legend>
      <Choice
        type="radio"
        name={question}
        label={t('no')}
        checked={hasSome === false}
        onChange={() => {
          setHasSome(false)
          change({ [question]: [] })
        }}
      />
      <Choice
        type="radio"
        name={question}
        label={t('yes')}
        checked={hasSome === true}
        onChange={() => {
          setHasSome(true)
          // Yes, without saying which, is not known yet, and is not none.
          change({ [question]: linesIn(text).length > 0 ? linesIn(text) : null })
        }}
      />
      {hasSome === true && (
        <TextArea
          label={t(`which.${question}`)}
          hint={t(`hint.${question}`)}
          maxLength={4_000}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            const lines = linesIn(event.target.value)
            change({ [question]: lines.length > 0 ? lines : null })
          }}
        />
      )}
    </fieldset>
  )
}

function TextQuestion({
  question,
  content,
  change,
}: { question: 'illnesses' | 'skin' } & Pick<Editing, 'content' | 'change'>) {
  const t = useTexts('background')
  return (
    <TextArea
      label={t(`ask.${question}`)}
      hint={t(`hint.${question}`)}
      maxLength={4_000}
      value={content[question]}
      onChange={(event) => change({ [question]: event.target.value })}
    />
  )
}

const PREGNANT = backgroundContentSchema.shape.pregnancy.def.innerType.options

function PregnancyQuestion({ content, change }: Pick<Editing, 'content' | 'change'>) {
  const t = useTexts('background')
  return (
    <fieldset className={styles.question}>
      <legend>{t('ask.pregnancy')}</legend>
      {PREGNANT.map((each) => (
        <Choice
          key={each}
          type="radio"
          name="pregnancy"
          label={t(`pregnancy.${each}`)}
          checked={content.pregnancy === each}
          onChange={() => change({ pregnancy: each })}
        />
      ))}
    </fieldset>
  )
}
