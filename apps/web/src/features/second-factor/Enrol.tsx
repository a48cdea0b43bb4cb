import { Check, RefreshCw, Smartphone } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Progress, useReadable } from '../../ui/index.ts'
import { CodeField, isWhole } from '../forms/CodeField.tsx'
import { Form } from '../forms/Form.tsx'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useRequest } from '../forms/use-request.ts'
import type { EnrolModel } from './enrol-model.ts'
import { QrCode } from './QrCode.tsx'
import styles from './SecondFactor.module.css'

/** From the picture to scan to the first code; what comes after that the page around it shows. */
export function Enrol({ enrol }: { enrol: EnrolModel }) {
  const t = useTexts('secondFactor')
  const state = useReadable(enrol.state)
  useEffect(() => void enrol.begin(), [enrol])
  switch (state.status) {
    case 'asking':
    case 'enrolled':
      return <Progress label={t('app:loading')} />
    case 'failed':
      return (
        <>
          <RefusalNotice code={state.code} />
          <Button tone="primary" icon={RefreshCw} wide onClick={() => void enrol.begin()}>
            {t('app:unreachable.retry')}
          </Button>
        </>
      )
    case 'offered':
      return <Steps enrol={enrol} secret={state.secret} uri={state.uri} />
  }
}

function Steps({ enrol, secret, uri }: { enrol: EnrolModel; secret: string; uri: string }) {
  const t = useTexts('secondFactor')
  const [code, setCode] = useState('')
  const [checked, setChecked] = useState(false)
  const request = useRequest()
  const submit = (): void => {
    setChecked(true)
    if (isWhole('app', code)) void request.run(() => enrol.confirm(code.replaceAll(/\s/g, '')))
  }
  return (
    <ol className={styles.steps}>
      <li>
        <h3>{t('enrol.app.title')}</h3>
        <p>{t('enrol.app.text')}</p>
      </li>
      <li>
        <h3>{t('enrol.scan.title')}</h3>
        <div className={styles.scan}>
          <QrCode text={uri} label={t('enrol.scan.picture')} />
          <div>
            <p>{t('enrol.scan.text')}</p>
            <p className={styles.secret}>
              <code>{secret.match(/.{1,4}/g)?.join(' ')}</code>
            </p>
            <a className={styles.open} href={uri}>
              <Smartphone aria-hidden size={22} />
              {t('enrol.scan.open')}
            </a>
          </div>
        </div>
      </li>
      <li>
        <h3>{t('enrol.confirm.title')}</h3>
        <Form submit={submit}>
          <CodeField kind="app" value={code} onValue={setCode} checked={checked} />
          <RefusalNotice code={request.refused} here={{ wrong_credentials: t('wrong.first') }} />
          <Button type="submit" tone="primary" icon={Check} wide disabled={request.sending}>
            {t('enrol.confirm.submit')}
          </Button>
        </Form>
      </li>
    </ol>
  )
}
