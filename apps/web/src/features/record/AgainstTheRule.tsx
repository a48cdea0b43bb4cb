import { breakGlassRequestSchema, type PersonId } from '@visita/protocol'
import { LockKeyholeOpen, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { useTexts } from '../../platform/i18n.ts'
import { recordApi } from '../../platform/record-api.ts'
import { Button, Card, PageTitle, TextField } from '../../ui/index.ts'
import { Form } from '../forms/Form.tsx'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useDraft } from '../forms/use-draft.ts'
import { useRequest } from '../forms/use-request.ts'
import type { PageProps } from '../home/pages.ts'
import { nameDraft } from './name-draft.ts'
import styles from './Record.module.css'

interface AgainstTheRuleProps extends Pick<PageProps, 'model' | 'news'> {
  patientId: PersonId
  /** Called when the record may be read. */
  onOpen: () => void
}

const reasonSchema = breakGlassRequestSchema.shape.reason

/** What it means to open the record of somebody whom one does not treat, and the way to do it (X7, C41). */
export function AgainstTheRule({ model, news, patientId, onOpen }: AgainstTheRuleProps) {
  const t = useTexts('record')
  const [reason, setReason] = useDraft(model.drafts, `break-glass.${patientId}`)
  const [, go] = useLocation()
  const [checked, setChecked] = useState(false)
  const request = useRequest()
  const name = model.drafts.read(nameDraft(patientId))
  const given = reasonSchema.safeParse(reason).data
  const submit = (): void => {
    setChecked(true)
    if (given === undefined) return
    void request.run(async () => {
      await recordApi.breakGlass(patientId, given)
      // The reason stays written: when the hour is over and it is not, nobody thinks of it anew.
      // The banner is there before the record is.
      await news.look()
      onOpen()
    })
  }
  return (
    <div className={styles.narrow}>
      <PageTitle>{name === '' ? t('breakGlass.title') : t('breakGlass.titleOf', { name })}</PageTitle>
      <p>{t('breakGlass.refused')}</p>
      <Card title={t('breakGlass.means')}>
        <ul className={styles.points}>
          {['emergency', 'hour', 'patient', 'officer', 'log'].map((point) => (
            <li key={point}>{t(`breakGlass.points.${point}`)}</li>
          ))}
        </ul>
        <Form className={styles.form} submit={submit}>
          <TextField
            label={t('breakGlass.reason')}
            hint={t('breakGlass.hint')}
            maxLength={1_000}
            autoComplete="off"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            problem={checked && given === undefined ? t('breakGlass.tooShort') : null}
          />
          <RefusalNotice code={request.refused} here={{ not_found: t('breakGlass.nobody') }} />
          <Button type="submit" tone="danger" icon={LockKeyholeOpen} disabled={request.sending}>
            {t('breakGlass.open')}
          </Button>
          <Button icon={Undo2} onClick={() => go('/patients')}>
            {t('breakGlass.leave')}
          </Button>
        </Form>
      </Card>
    </div>
  )
}
