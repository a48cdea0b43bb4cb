import { type MakeRequest, personIdSchema, requestReasonSchema, type RequestReason } from '@visita/protocol'
import {
  CirclePlus,
  FileText,
  MessageCircleMore,
  Pill,
  RotateCcw,
  Send,
  Siren,
  type LucideIcon,
} from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Choice, PageTitle, TextArea } from '../../ui/index.ts'
import type { AppModel } from '../app/app-model.ts'
import { OfferedCheck } from '../check/index.ts'
import { DoctorSelect } from '../forms/DoctorSelect.tsx'
import { Form } from '../forms/Form.tsx'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useDraft } from '../forms/use-draft.ts'
import { useRequest } from '../forms/use-request.ts'
import styles from './Asking.module.css'

const REASON_ICONS: Readonly<Record<RequestReason, LucideIcon>> = {
  new_problem: CirclePlus,
  follow_up: RotateCcw,
  results: FileText,
  medicine: Pill,
  other: MessageCircleMore,
}

/** As the server takes it. */
const MAX_TEXT = 2_000
const DRAFTS = ['asking.reason', 'asking.text', 'asking.doctor', 'asking.urgent'] as const

interface RequestFormProps {
  model: AppModel
  /** Throws `Refused`, which the form shows. */
  send: (request: MakeRequest) => Promise<void>
}

/** Why, what, whom and how soon. What is filled in stays until it has been sent. */
export function RequestForm({ model, send }: RequestFormProps) {
  const t = useTexts('asking')
  const [reason, setReason] = useDraft(model.drafts, 'asking.reason')
  const [text, setText] = useDraft(model.drafts, 'asking.text')
  const [doctor, setDoctor] = useDraft(model.drafts, 'asking.doctor')
  const [urgent, setUrgent] = useDraft(model.drafts, 'asking.urgent')
  const [checked, setChecked] = useState(false)
  const request = useRequest()
  const chosen = requestReasonSchema.safeParse(reason).data
  useGuard(model, text !== '')

  const submit = (): void => {
    setChecked(true)
    if (chosen === undefined) return
    const wished = personIdSchema.safeParse(doctor).data ?? null
    void request.run(async () => {
      await send({ reason: chosen, text, doctor: wished, urgent: urgent === 'yes' })
      for (const name of DRAFTS) model.drafts.write(name, '')
    })
  }

  return (
    <Form className={styles.form} submit={submit}>
      <PageTitle>{t('title')}</PageTitle>
      <p className={styles.quiet}>{t('lead')}</p>
      <Emergency />
      <fieldset className={styles.group}>
        <legend>{t('reason.label')}</legend>
        <div className={styles.tiles}>
          {requestReasonSchema.options.map((each) => (
            <Tile key={each} reason={each} chosen={each === chosen} choose={() => setReason(each)} />
          ))}
        </div>
        {checked && chosen === undefined && (
          <p className={styles.problem} role="alert">
            {t('reason.missing')}
          </p>
        )}
      </fieldset>
      <TextArea
        label={t('text.label')}
        hint={t('text.hint')}
        maxLength={MAX_TEXT}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <DoctorSelect label={t('doctor.label')} any={t('doctor.any')} doctor={doctor} choose={setDoctor} />
      <fieldset className={styles.group}>
        <legend>{t('urgent.label')}</legend>
        {(['no', 'yes'] as const).map((each) => (
          <Choice
            key={each}
            type="radio"
            name="urgent"
            label={t(`urgent.${each}.label`)}
            hint={t(`urgent.${each}.hint`)}
            checked={(urgent === 'yes') === (each === 'yes')}
            onChange={() => setUrgent(each)}
          />
        ))}
      </fieldset>
      <OfferedCheck model={model} />
      <RefusalNotice
        code={request.refused}
        here={{ offline: t('notSent'), internal: t('notSent'), bad_request: t('doctor.gone') }}
      />
      <Button type="submit" tone="primary" icon={Send} wide disabled={request.sending}>
        {t('send')}
      </Button>
    </Form>
  )
}

function Emergency() {
  const t = useTexts('asking')
  return (
    <aside className={styles.emergency} aria-label={t('emergency.title')}>
      <Siren aria-hidden size={26} />
      <p>
        <strong>{t('emergency.title')}</strong> {t('emergency.text')}
      </p>
    </aside>
  )
}

interface TileProps {
  reason: RequestReason
  chosen: boolean
  choose: () => void
}

function Tile({ reason, chosen, choose }: TileProps) {
  const t = useTexts('asking')
  const Icon = REASON_ICONS[reason]
  return (
    <label className={styles.tile}>
      <input type="radio" name="reason" checked={chosen} onChange={choose} />
      <Icon aria-hidden size={28} />
      <span>{t(`reason.${reason}`)}</span>
    </label>
  )
}

/** The browser asks before the page is closed with something written that was not sent. */
function useGuard(model: AppModel, wouldBeLost: boolean): void {
  const [reason] = useState(() => ({}))
  useEffect(() => {
    model.guardAgainstLeaving(reason, wouldBeLost)
    return () => model.guardAgainstLeaving(reason, false)
  }, [model, reason, wouldBeLost])
}
