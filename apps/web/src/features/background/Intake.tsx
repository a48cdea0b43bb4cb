import type { Background, PersonId } from '@visita/protocol'
import { ArrowLeft, ArrowRight, Check } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { backgroundApi } from '../../platform/background-api.ts'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Notice, PageTitle } from '../../ui/index.ts'
import { SavingLine } from '../forms/SavingLine.tsx'
import type { PageProps } from '../home/pages.ts'
import { ReadingModel } from '../record/reading-model.ts'
import record from '../record/Record.module.css'
import { Shown } from '../record/Shown.tsx'
import styles from './Background.module.css'
import { Crossed } from './Crossed.tsx'
import { OneQuestion, QUESTIONS } from './Questions.tsx'
import { useBackground } from './use-background.ts'

/** What the patient is asked before the first visit: one question a screen, kept as it is typed. */
export function Intake({ signedIn: { self } }: PageProps) {
  const t = useTexts('background')
  const [model] = useState(() => new ReadingModel(() => backgroundApi.read(self.id)))
  useEffect(() => void model.load(), [model])
  return (
    <div className={record.narrow}>
      <Link href="/record" className={record.back}>
        <ArrowLeft aria-hidden size={22} />
        {t('record:visit.backToOwn')}
      </Link>
      <PageTitle>{t('intake.title')}</PageTitle>
      <Shown model={model}>
        {(background) => (
          <Asking
            key={background.revision}
            patientId={self.id}
            background={background}
            again={() => void model.load()}
          />
        )}
      </Shown>
    </div>
  )
}

interface AskingProps {
  patientId: PersonId
  background: Background
  again: () => void
}

function Asking({ patientId, background, again }: AskingProps) {
  const t = useTexts('background')
  const [, go] = useLocation()
  const editing = useBackground(patientId, background)
  const [step, setStep] = useState(0)
  const question = QUESTIONS[step]
  if (question === undefined) return null
  const isLast = step === QUESTIONS.length - 1
  const finish = async (): Promise<void> => {
    if (await editing.saver.flush()) go('/record')
  }
  return (
    <div className={record.page}>
      <p className={record.quiet}>{t('intake.step', { step: step + 1, of: QUESTIONS.length })}</p>
      <OneQuestion key={question} question={question} editing={editing} />
      <SavingLine saver={editing.saver} />
      <Crossed patientId={patientId} editing={editing} takeTheirs={again} />
      <div className={styles.steps}>
        {step > 0 && (
          <Button icon={ArrowLeft} onClick={() => setStep(step - 1)}>
            {t('intake.back')}
          </Button>
        )}
        {isLast ? (
          <Button tone="primary" icon={Check} onClick={() => void finish()}>
            {t('intake.done')}
          </Button>
        ) : (
          <Button tone="primary" icon={ArrowRight} onClick={() => setStep(step + 1)}>
            {t('intake.next')}
          </Button>
        )}
      </div>
      <p className={record.quiet}>{t('intake.who')}</p>
    </div>
  )
}

/** Before the first visit: the way to the questions, until they have been answered. */
export function IntakeNotice({ patientId }: { patientId: PersonId }) {
  const t = useTexts('background')
  const [isDue, setIsDue] = useState(false)
  useEffect(() => {
    let isHere = true
    void backgroundApi
      .read(patientId)
      .then(({ revision }) => isHere && setIsDue(revision === 0))
      // Nobody is kept from asking for a visit by it.
      .catch(() => undefined)
    return () => {
      isHere = false
    }
  }, [patientId])
  if (!isDue) return null
  return (
    <Notice
      title={t('notice.title')}
      actions={
        <Link href="/record/intake" className={record.button}>
          {t('notice.go')}
        </Link>
      }
    >
      {t('notice.text')}
    </Notice>
  )
}
