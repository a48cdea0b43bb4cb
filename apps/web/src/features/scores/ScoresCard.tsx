import { scoreCalled, scoresFor, SCORES, type ScoreDefinition } from '@visita/clinical'
import type { Case, Score } from '@visita/protocol'
import { Gauge } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { scoreApi } from '../../platform/score-api.ts'
import { Button, Card, Select } from '../../ui/index.ts'
import type { AccessNews } from '../home/access-news.ts'
import { ReadingModel } from '../record/reading-model.ts'
import record from '../record/Record.module.css'
import { Shown } from '../record/Shown.tsx'
import { useClosing } from '../record/use-closing.ts'
import { Asked } from './Asked.tsx'
import { ScoreForm } from './ScoreForm.tsx'
import styles from './Scores.module.css'
import { seriesOf, type Series } from './series.ts'
import { OneSeries } from './OneSeries.tsx'

interface ScoresCardProps {
  of: Case
  news: AccessNews
  today: string
  /** The patient who looks at it is asked to answer, and enters nothing else. */
  isOwn: boolean
}

/** The scores of a case over time, and for those who treat the patient the forms of new ones (X3). */
export function ScoresCard({ of, news, today, isOwn }: ScoresCardProps) {
  const t = useTexts('scores')
  const [model] = useState(() => new ReadingModel(() => scoreApi.list(of.id)))
  useEffect(() => void model.load(), [model])
  useClosing(model, news, of.patient.id)
  return (
    <Card title={t('title')}>
      <Shown model={model}>
        {({ scores, questions }) => {
          const asked = <Asked of={of} questions={questions} isOwn={isOwn} onChanged={() => model.load()} />
          return (
            <>
              {isOwn && asked}
              <Entered of={of} series={seriesOf(scores)} today={today} onKept={() => model.load()} />
              {!isOwn && asked}
            </>
          )
        }}
      </Shown>
    </Card>
  )
}

/** What is being entered. */
interface Writing {
  score: ScoreDefinition
  correcting: Score | null
}

interface EnteredProps {
  of: Case
  series: readonly Series[]
  today: string
  onKept: () => Promise<void>
}

function Entered({ of, series, today, onKept }: EnteredProps) {
  const t = useTexts('scores')
  const [writing, setWriting] = useState<Writing | null>(null)
  const correct = (correcting: Score): void => {
    const score = scoreCalled(correcting.instrument)
    if (score !== null) setWriting({ score, correcting })
  }
  return (
    <>
      {series.length === 0 && <p className={record.quiet}>{t('none')}</p>}
      {series.map((each) => (
        <OneSeries key={each.key} series={each} of={of} correct={of.mayWrite ? correct : null} />
      ))}
      {of.mayWrite && writing === null && (
        <ChooseScore of={of} series={series} choose={(score) => setWriting({ score, correcting: null })} />
      )}
      {writing !== null && (
        <ScoreForm
          {...writing}
          key={`${writing.score.id} ${writing.correcting?.id ?? ''}`}
          lesions={of.lesions}
          today={today}
          series={series}
          keep={async (id, score) => {
            await scoreApi.enter(of.id, id, score)
            await onKept()
          }}
          close={() => setWriting(null)}
        />
      )}
    </>
  )
}

interface ChooseScoreProps {
  of: Case
  series: readonly Series[]
  choose: (score: ScoreDefinition) => void
}

/** Those that were used before or fit the diagnoses are one press away, the others two. */
function ChooseScore({ of: { course, complaint }, series, choose }: ChooseScoreProps) {
  const t = useTexts('scores')
  const codes = course.diagnoses.flatMap(({ code, ended }) => (code === null || ended !== null ? [] : [code]))
  const near = new Set([
    ...series.flatMap(({ definition }) => definition ?? []),
    ...scoresFor(codes, complaint),
  ])
  const byDoctors = SCORES.filter(({ by }) => by === 'doctor')
  const others = byDoctors.filter((score) => !near.has(score))
  return (
    <div className={record.form}>
      <div className={styles.actions} role="group" aria-label={t('enter')}>
        {byDoctors
          .filter((score) => near.has(score))
          .map((score) => (
            <Button key={score.id} icon={Gauge} onClick={() => choose(score)}>
              {t('enterOne', { name: t(`name.${score.id}.short`) })}
            </Button>
          ))}
      </div>
      <Select
        label={t('other')}
        value=""
        onChange={(event) => {
          const score = scoreCalled(event.target.value)
          if (score !== null) choose(score)
        }}
      >
        <option value="" disabled>
          {t('choose')}
        </option>
        {others.map(({ id }) => (
          <option key={id} value={id}>
            {t(`name.${id}.long`)}
          </option>
        ))}
      </Select>
    </div>
  )
}
