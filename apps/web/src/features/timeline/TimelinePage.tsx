import {
  caseIdSchema,
  ofPatientSchema,
  TIMELINE_KINDS,
  timelineKindSchema,
  type Case,
  type CaseId,
  type PersonId,
} from '@visita/protocol'
import { ArrowLeft, ChevronDown, Printer } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Link, useParams } from 'wouter'
import { caseApi } from '../../platform/case-api.ts'
import { useTexts } from '../../platform/i18n.ts'
import { readTimeline } from '../../platform/timeline-api.ts'
import { Button, Notice, PageTitle, Progress, Select, useReadable } from '../../ui/index.ts'
import { NotFetched } from '../forms/NotFetched.tsx'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import type { PageProps } from '../home/pages.ts'
import { NoSuchPage } from '../home/Standins.tsx'
import { ReadingModel } from '../record/reading-model.ts'
import record from '../record/Record.module.css'
import { Shown } from '../record/Shown.tsx'
import { dayAndTime } from '../record/times.ts'
import { useClosing } from '../record/use-closing.ts'
import { Days } from './Days.tsx'
import { TimelineModel, type Shown as ShownEntries } from './timeline-model.ts'
import styles from './Timeline.module.css'

/** All that happened in a case, for a doctor (B27). */
export function PatientTimeline(props: PageProps) {
  const { personId } = ofPatientSchema.safeParse(useParams()).data ?? {}
  return personId === undefined ? <NoSuchPage /> : <TimelineOf {...props} patientId={personId} />
}

/** The same of one of the patient's own cases. */
export function OwnTimeline(props: PageProps) {
  return <TimelineOf {...props} patientId={props.signedIn.self.id} />
}

function TimelineOf(props: PageProps & { patientId: PersonId }) {
  const caseId = caseIdSchema.safeParse(useParams<{ caseId?: string }>().caseId).data
  return caseId === undefined ? <NoSuchPage /> : <OneTimeline key={caseId} {...props} caseId={caseId} />
}

interface OneTimelineProps extends PageProps {
  patientId: PersonId
  caseId: CaseId
}

function OneTimeline({ patientId, caseId, news, signedIn: { self } }: OneTimelineProps) {
  const t = useTexts('timeline')
  const [found] = useState(() => new ReadingModel(() => caseApi.read(caseId)))
  const [model] = useState(() => new TimelineModel((question) => readTimeline(caseId, question)))
  useEffect(() => {
    void found.load()
    void model.show(null)
  }, [found, model])
  useClosing(found, news, patientId)
  useClosing(model, news, patientId)
  const whose = patientId === self.id ? '/record' : `/patients/${patientId}`
  return (
    <div className={record.narrow}>
      <Link href={`${whose}/cases/${caseId}`} className={record.back}>
        <ArrowLeft aria-hidden size={22} />
        {t('back')}
      </Link>
      <Shown model={found}>
        {(of) => (
          <>
            <div>
              {of.patient.id !== self.id && <p>{of.patient.displayName}</p>}
              <PageTitle>{`${t('title')}: ${of.title}`}</PageTitle>
            </div>
            <Entries model={model} of={of} whose={whose} selfId={self.id} printer={self.displayName} />
          </>
        )}
      </Shown>
    </div>
  )
}

interface EntriesProps {
  model: TimelineModel
  of: Case
  /** The address of the record. */
  whose: string
  selfId: PersonId
  /** Who prints. */
  printer: string
}

function Entries({ model, ...props }: EntriesProps) {
  const t = useTexts('timeline')
  const state = useReadable(model.state)
  switch (state.status) {
    case 'loading':
      return <Progress label={t('app:loading')} />
    case 'closed':
      return <Notice title={t('record:closed.title')}>{t('record:closed.text')}</Notice>
    case 'failed':
      return <NotFetched code={state.code} again={() => void model.show(null)} />
    case 'shown':
      return <List {...props} model={model} shown={state} />
  }
}

function List({ model, shown, of, whose, selfId, printer }: EntriesProps & { shown: ShownEntries }) {
  const t = useTexts('timeline')
  const sheet = useRef<HTMLTableElement>(null)
  const [printing, setPrinting] = useState(false)
  const [printedAt, setPrintedAt] = useState(0)
  const { kind, entries, next, more } = shown
  const print = async (): Promise<void> => {
    setPrinting(true)
    setPrintedAt(Date.now())
    try {
      if (await model.showAll()) {
        await allPictures(sheet.current)
        window.print()
      }
    } finally {
      setPrinting(false)
    }
  }
  return (
    <>
      <div className={styles.tools}>
        <Select
          label={t('show')}
          value={kind ?? ''}
          onChange={({ target }) => void model.show(timelineKindSchema.safeParse(target.value).data ?? null)}
        >
          <option value="">{t('everything')}</option>
          {TIMELINE_KINDS.map((each) => (
            <option key={each} value={each}>
              {t(`kind.${each}`)}
            </option>
          ))}
        </Select>
        <Button icon={Printer} disabled={printing || entries.length === 0} onClick={() => void print()}>
          {t('print')}
        </Button>
      </div>
      {printing && <Progress label={t('printing')} />}
      {entries.length === 0 && <p>{t('none')}</p>}
      {/* A table, because browsers print its head on every page. On the screen it is none. */}
      <table ref={sheet} role="presentation" className={styles.sheet}>
        <thead>
          <tr>
            <td>
              <strong>{t('sheet', { patient: of.patient.displayName, title: of.title })}</strong>
              <span>{t('printed', { time: dayAndTime(printedAt), name: printer })}</span>
            </td>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>
              <Days entries={entries} of={of} whose={whose} selfId={selfId} />
            </td>
          </tr>
        </tbody>
      </table>
      {more !== 'idle' && more !== 'loading' && <RefusalNotice code={more} />}
      {next !== null && (
        <Button icon={ChevronDown} disabled={more === 'loading'} onClick={() => void model.showMore()}>
          {t('more')}
        </Button>
      )}
    </>
  )
}

/** What has not come by then, or never will, is printed as its words. */
async function allPictures(within: HTMLElement | null): Promise<void> {
  const pictures = Array.from(within?.querySelectorAll('img') ?? [])
  for (const picture of pictures) picture.loading = 'eager'
  await Promise.allSettled(pictures.map((picture) => picture.decode()))
}
