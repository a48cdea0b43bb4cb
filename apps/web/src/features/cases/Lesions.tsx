import { lesionIdSchema, partialDateSchema, type Case, type Lesion, type LesionId } from '@visita/protocol'
import { MapPinPlus } from 'lucide-react'
import { useState } from 'react'
import { caseApi } from '../../platform/case-api.ts'
import type { Drafts } from '../../platform/drafts.ts'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Card, TextField } from '../../ui/index.ts'
import { Form } from '../forms/Form.tsx'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useDraft } from '../forms/use-draft.ts'
import { useRequest } from '../forms/use-request.ts'
import record from '../record/Record.module.css'
import { BodyMap } from './BodyMap.tsx'
import styles from './Cases.module.css'
import { SiteSelect } from './SiteSelect.tsx'

interface LesionsProps {
  of: Case
  /** What a doctor needs to add one; null for who only looks. */
  adding: { drafts: Drafts; onAdded: () => Promise<void> } | null
}

/** Where the followed places are, on the map and as a list. */
export function Lesions({ of: { id, lesions }, adding }: LesionsProps) {
  const t = useTexts('cases')
  const [chosen, setChosen] = useState<LesionId | null>(null)
  /** Null while none is being added. */
  const [site, setSite] = useState<string | null>(null)
  return (
    <Card title={t('lesions.title')} lead={t(adding === null ? 'lesions.look' : 'lesions.lead')}>
      <div className={styles.lesions}>
        <BodyMap
          lesions={lesions}
          chosen={chosen}
          onChoose={setChosen}
          {...(adding && { placing: { site: site ?? '', onPlace: setSite } })}
        />
        <div className={record.form}>
          {lesions.length === 0 && <p className={record.quiet}>{t('lesions.none')}</p>}
          <ol className={record.list}>
            {lesions.map((lesion, index) => (
              <OneLesion
                key={lesion.id}
                lesion={lesion}
                number={index + 1}
                isChosen={lesion.id === chosen}
                choose={() => setChosen(lesion.id)}
              />
            ))}
          </ol>
          {adding !== null && site === null && (
            <Button icon={MapPinPlus} onClick={() => setSite('')}>
              {t('lesion.add')}
            </Button>
          )}
          {adding !== null && site !== null && (
            <NewLesion
              site={site}
              setSite={setSite}
              draft={{ drafts: adding.drafts, name: `lesion.${id}` }}
              keep={async (lesion, details) => {
                await caseApi.keepLesion(id, lesion, details)
                await adding.onAdded()
                setSite(null)
              }}
            />
          )}
        </div>
      </div>
    </Card>
  )
}

interface OneLesionProps {
  lesion: Lesion
  number: number
  isChosen: boolean
  choose: () => void
}

function OneLesion({ lesion, number, isChosen, choose }: OneLesionProps) {
  const t = useTexts('cases')
  return (
    <li>
      <button type="button" className={styles.lesion} aria-pressed={isChosen} onClick={choose}>
        <span className={styles.number}>{number}</span>
        <span className={record.words}>
          <strong>{lesion.label}</strong>
          <span className={record.quiet}>
            {t(`bodySites:names.${lesion.site}`)}
            {lesion.since !== null && `, ${t('lesion.sinceThen', { since: lesion.since })}`}
          </span>
        </span>
      </button>
    </li>
  )
}

interface NewLesionProps {
  site: string
  setSite: (site: string | null) => void
  draft: { drafts: Drafts; name: string }
  keep: (id: LesionId, details: Pick<Lesion, 'site' | 'label' | 'since'>) => Promise<void>
}

function NewLesion({ site, setSite, draft: { drafts, name }, keep }: NewLesionProps) {
  const t = useTexts('cases')
  const [label, setLabel] = useDraft(drafts, `${name}.label`)
  const [since, setSince] = useDraft(drafts, `${name}.since`)
  const [id] = useState(() => lesionIdSchema.parse(crypto.randomUUID()))
  const [checked, setChecked] = useState(false)
  const request = useRequest()
  const when = since.trim() === '' ? null : partialDateSchema.safeParse(since.trim()).data
  const isMissing = label.trim() === ''
  const submit = (): void => {
    setChecked(true)
    if (isMissing || site === '' || when === undefined) return
    void request.run(async () => {
      await keep(id, { site, label, since: when })
      setLabel('')
      setSince('')
    })
  }
  return (
    <Form className={record.form} submit={submit}>
      <SiteSelect label={t('lesion.site')} site={site} choose={setSite} />
      {checked && site === '' && (
        <p className={styles.problem} role="alert">
          {t('lesion.siteMissing')}
        </p>
      )}
      <TextField
        label={t('lesion.label')}
        hint={t('lesion.labelHint')}
        maxLength={200}
        autoComplete="off"
        value={label}
        onChange={(event) => setLabel(event.target.value)}
        problem={checked && isMissing ? t('lesion.labelMissing') : null}
      />
      <TextField
        label={t('lesion.since')}
        hint={t('lesion.sinceHint')}
        maxLength={10}
        autoComplete="off"
        value={since}
        onChange={(event) => setSince(event.target.value)}
        problem={checked && when === undefined ? t('lesion.sinceWrong') : null}
      />
      <RefusalNotice code={request.refused} />
      <div className={styles.actions}>
        <Button type="submit" tone="primary" icon={MapPinPlus} disabled={request.sending}>
          {t('lesion.keep')}
        </Button>
        <Button onClick={() => setSite(null)}>{t('cancel')}</Button>
      </div>
    </Form>
  )
}
