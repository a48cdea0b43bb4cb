import type { Setting } from '@visita/protocol'
import { Check, Undo2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Card, Notice, PageTitle, Progress, useReadable } from '../../ui/index.ts'
import { Form } from '../forms/Form.tsx'
import { NotFetched } from '../forms/NotFetched.tsx'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useRequest } from '../forms/use-request.ts'
import { FixedSettings } from './FixedSettings.tsx'
import { SettingField } from './SettingField.tsx'
import styles from './Settings.module.css'
import { bySection, SettingsModel, type SettingsState } from './settings-model.ts'

/** Every setting of the clinic, for the administrator: what can be changed here, and what cannot and why. */
export function Settings() {
  const t = useTexts('settings')
  const [model] = useState(() => new SettingsModel())
  const state = useReadable(model.state)
  useEffect(() => void model.load(), [model])
  return (
    <div className={styles.page}>
      <div>
        <PageTitle>{t('title')}</PageTitle>
        <p className={styles.quiet}>{t('lead')}</p>
      </div>
      {state.status === 'loading' && <Progress label={t('app:loading')} />}
      {state.status === 'failed' && <NotFetched code={state.code} again={() => void model.load()} />}
      {state.status === 'listed' && <SettingsForm model={model} state={state} />}
    </div>
  )
}

interface SettingsFormProps {
  model: SettingsModel
  state: Extract<SettingsState, { status: 'listed' }>
}

function SettingsForm({ model, state }: SettingsFormProps) {
  const t = useTexts('settings')
  const request = useRequest()
  const { settings, drafts, wrong, saved } = state
  const page = useRef<HTMLDivElement>(null)
  // What the server finds wrong is known long after the form was sent.
  useEffect(() => {
    if (wrong.size > 0) page.current?.querySelector<HTMLInputElement>('input[aria-invalid="true"]')?.focus()
  }, [wrong])
  return (
    <div ref={page}>
      <Form className={styles.page} submit={() => void request.run(() => model.save())}>
        {bySection(settings).map(([section, inSection]) => (
          <Section key={section} title={section} settings={inSection} model={model} state={state} />
        ))}
        <div className={styles.save}>
          <RefusalNotice code={request.refused} here={{ conflict: t('conflict') }} />
          {wrong.size > 0 && <Notice tone="problem">{t('wrong', { count: wrong.size })}</Notice>}
          {saved && <Notice>{t('saved')}</Notice>}
          {drafts.size > 0 && (
            <div className={styles.actions}>
              <Button type="submit" tone="primary" icon={Check} disabled={request.sending}>
                {t('save', { count: drafts.size })}
              </Button>
              <Button icon={Undo2} disabled={request.sending} onClick={() => model.undo()}>
                {t('undo')}
              </Button>
            </div>
          )}
        </div>
      </Form>
    </div>
  )
}

/** The others of its section can be set, and do nothing without it. */
const isMissingFolder = ({ key, shown }: Setting): boolean =>
  key === 'backupFolder' && !shown.secret && shown.value === null

interface SectionProps extends SettingsFormProps {
  title: string
  settings: readonly Setting[]
}

function Section({ title, settings, model, state: { drafts, wrong } }: SectionProps) {
  const t = useTexts('settings')
  const changeable = settings.filter((setting) => setting.changeable)
  const fixed = settings.filter((setting) => !setting.changeable)
  return (
    <Card title={title}>
      {settings.some(isMissingFolder) && <Notice>{t('noBackupFolder')}</Notice>}
      {changeable.length > 0 && (
        <div className={styles.fields}>
          {changeable.map((setting) => (
            <SettingField
              key={setting.key}
              setting={setting}
              draft={drafts.get(setting.key)}
              isWrong={wrong.has(setting.key)}
              change={(draft) => model.change(setting, draft)}
            />
          ))}
        </div>
      )}
      {fixed.length > 0 && (
        <details className={styles.fixed}>
          <summary>{t('fixed', { count: fixed.length })}</summary>
          <FixedSettings settings={fixed} />
        </details>
      )}
    </Card>
  )
}
