import type { Background, PersonId } from '@visita/protocol'
import { Check, Pencil } from 'lucide-react'
import { useEffect, useState } from 'react'
import { backgroundApi } from '../../platform/background-api.ts'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Card } from '../../ui/index.ts'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { SavingLine } from '../forms/SavingLine.tsx'
import { useRequest } from '../forms/use-request.ts'
import type { AccessNews } from '../home/access-news.ts'
import { ReadingModel } from '../record/reading-model.ts'
import record from '../record/Record.module.css'
import { Shown } from '../record/Shown.tsx'
import { dayAndTime } from '../record/times.ts'
import { useClosing } from '../record/use-closing.ts'
import { Crossed } from './Crossed.tsx'
import { Facts } from './Facts.tsx'
import { OneQuestion, QUESTIONS } from './Questions.tsx'
import { useBackground } from './use-background.ts'

/** What a doctor has to know of the patient before anything else, and can add to. */
export function BackgroundCard({ patientId, news }: { patientId: PersonId; news: AccessNews }) {
  const t = useTexts('background')
  const [model] = useState(() => new ReadingModel(() => backgroundApi.read(patientId)))
  const [changing, setChanging] = useState(false)
  useEffect(() => void model.load(), [model])
  useClosing(model, news, patientId)
  const done = async (): Promise<void> => {
    await model.load()
    setChanging(false)
  }
  return (
    <Card title={t('title')}>
      <Shown model={model}>
        {(background) =>
          changing ? (
            <Changing key={background.revision} patientId={patientId} background={background} done={done} />
          ) : (
            <>
              <Facts content={background.content} />
              <LastWritten last={background.last} />
              <Button icon={Pencil} onClick={() => setChanging(true)}>
                {t('change')}
              </Button>
            </>
          )
        }
      </Shown>
    </Card>
  )
}

function LastWritten({ last }: Pick<Background, 'last'>) {
  const t = useTexts('background')
  if (last === null) return <p className={record.quiet}>{t('never')}</p>
  const name = last.by.displayName === '' ? t('gone') : last.by.displayName
  return <p className={record.quiet}>{t('last', { name, time: dayAndTime(last.at) })}</p>
}

interface ChangingProps {
  patientId: PersonId
  background: Background
  done: () => Promise<void>
}

function Changing({ patientId, background, done }: ChangingProps) {
  const t = useTexts('background')
  const editing = useBackground(patientId, background)
  const request = useRequest()
  return (
    <div className={record.form}>
      <SavingLine saver={editing.saver} />
      <Crossed patientId={patientId} editing={editing} takeTheirs={() => void done()} />
      {QUESTIONS.map((question) => (
        <OneQuestion key={question} question={question} editing={editing} />
      ))}
      <RefusalNotice code={request.refused} />
      <Button
        tone="primary"
        icon={Check}
        disabled={request.sending}
        onClick={() =>
          void request.run(async () => {
            if (await editing.saver.flush()) await done()
          })
        }
      >
        {t('done')}
      </Button>
    </div>
  )
}
