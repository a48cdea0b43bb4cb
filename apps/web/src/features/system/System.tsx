import type { SystemReply } from '@visita/protocol'
import { useEffect, useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Card, Notice, PageTitle, Progress, useNow, useReadable } from '../../ui/index.ts'
import { NotFetched } from '../forms/NotFetched.tsx'
import { BackupsCard } from './BackupsCard.tsx'
import { RelayCard } from './RelayCard.tsx'
import styles from './System.module.css'
import { SystemModel } from './system-model.ts'
import { sizeIn, timeIn } from './words.ts'

/** Below this a visit with photographs may not find room any more. */
const LITTLE_SPACE = 1e9
const MINUTE = 60_000
/** The server warns of it in its log from then on too. */
const CERTIFICATE_WARNING = 14 * 24 * 60 * 60 * 1000

/** How the server is, for the administrator. */
export function System() {
  const t = useTexts('system')
  const [model] = useState(() => new SystemModel())
  useEffect(() => model.start(), [model])
  return (
    <div className={styles.page}>
      <div>
        <PageTitle>{t('title')}</PageTitle>
        <p className={styles.quiet}>{t('lead')}</p>
      </div>
      <Known model={model} />
    </div>
  )
}

function Known({ model }: { model: SystemModel }) {
  const t = useTexts('system')
  const state = useReadable(model.state)
  if (state.status === 'loading') return <Progress label={t('app:loading')} />
  if (state.status === 'failed') return <NotFetched code={state.code} again={() => void model.load()} />
  const { system, made } = state
  return (
    <>
      <BackupsCard model={model} system={system} made={made} />
      <RelayCard model={model} relay={system.relay} />
      <ForwarderCard forwarder={system.forwarder} />
      <ServerCard system={system} />
      <Card title={t('keys.title')}>
        <p>{t('keys.count', { count: system.keys })}</p>
        <p className={styles.quiet}>{t('keys.how')}</p>
        <code className={styles.code}>npm run visita -- keys rotate</code>
      </Card>
    </>
  )
}

function ForwarderCard({ forwarder }: Pick<SystemReply, 'forwarder'>) {
  const t = useTexts('system')
  if (forwarder === null) return null
  return (
    <Card title={t('forwarder.title')}>
      <p className={styles.quiet}>{t('forwarder.lead')}</p>
      {forwarder === 'reached' ? (
        <p>{t('forwarder.reached')}</p>
      ) : (
        <Notice tone="problem" title={t('forwarder.unreachable')}>
          {t('forwarder.unreachableHow')}
        </Notice>
      )}
    </Card>
  )
}

function ServerCard({ system }: { system: SystemReply }) {
  const t = useTexts('system')
  const { version, startedAt, databaseBytes, freeBytes, certificateEndsAt } = system
  return (
    <Card title={t('running.title')}>
      <p>{t('running.version', { version, since: timeIn(startedAt) })}</p>
      <p>{t('running.database', { size: sizeIn(databaseBytes, t), free: sizeIn(freeBytes, t) })}</p>
      {freeBytes < LITTLE_SPACE && <Notice tone="problem">{t('running.low')}</Notice>}
      {certificateEndsAt !== null && <Certificate endsAt={certificateEndsAt} />}
    </Card>
  )
}

/** Without a good one no page opens, and no call comes about. */
function Certificate({ endsAt }: { endsAt: number }) {
  const t = useTexts('system')
  const at = timeIn(endsAt)
  const left = endsAt - useNow(MINUTE)
  if (left > CERTIFICATE_WARNING) return <p>{t('certificate.good', { at })}</p>
  return (
    <Notice tone="problem" title={t(left > 0 ? 'certificate.ends' : 'certificate.ended', { at })}>
      {t('certificate.how')}
    </Notice>
  )
}
