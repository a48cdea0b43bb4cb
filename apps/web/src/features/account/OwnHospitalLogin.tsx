import { Unplug } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { hospitalApi } from '../../platform/hospital-api.ts'
import { refusalCodeOf, type RefusalCode } from '../../platform/refused.ts'
import { Button, Card, Progress } from '../../ui/index.ts'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useRequest } from '../forms/use-request.ts'
import { ToHospital } from '../hospital/index.ts'
import styles from './Account.module.css'

type Own = Awaited<ReturnType<typeof hospitalApi.own>>

/** Whether one's account is connected to the hospital's own login, and the button that changes it. */
export function OwnHospitalLogin({ name }: { name: string }) {
  const t = useTexts('hospital')
  const [own, setOwn] = useState<Own | null>(null)
  const [problem, setProblem] = useState<RefusalCode | null>(null)
  const { run, refused, sending } = useRequest()
  useEffect(() => {
    void hospitalApi.own().then(setOwn, (error: unknown) => setProblem(refusalCodeOf(error)))
  }, [])
  const unbind = (): void => {
    void run(async () => {
      await hospitalApi.unbind()
      setOwn(await hospitalApi.own())
    })
  }
  return (
    <Card title={t('own.title', { name })} lead={t('own.lead')}>
      {own === null && problem === null && <Progress label={t('app:loading')} />}
      <RefusalNotice code={problem} />
      {own?.bound === false && (
        <ToHospital name={name} label={t('own.bind')} wide={false} begin={() => hospitalApi.bind()} />
      )}
      {own?.bound === true && (
        <>
          <p className={styles.quiet}>{t(own.password ? 'own.bound' : 'own.boundOnly')}</p>
          <RefusalNotice code={refused} />
          {own.password && (
            <Button icon={Unplug} disabled={sending} onClick={unbind}>
              {t('own.unbind')}
            </Button>
          )}
        </>
      )}
    </Card>
  )
}
