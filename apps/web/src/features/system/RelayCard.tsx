import type { RelayStatus, RelayWay } from '@visita/protocol'
import { CircleCheck, CircleX, RadioTower } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Card, Notice, Progress } from '../../ui/index.ts'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useRequest } from '../forms/use-request.ts'
import styles from './System.module.css'
import type { SystemModel } from './system-model.ts'
import { timeIn } from './words.ts'

/** Whether calls can go by a relay, every way to it, and what to do about those that do not work. */
export function RelayCard({ model, relay }: { model: SystemModel; relay: RelayStatus }) {
  const t = useTexts('system')
  const request = useRequest()
  const isSetUp = relay.own !== 'none' || relay.ways.length > 0
  return (
    <Card title={t('relay.title')}>
      <p className={styles.quiet}>{t('relay.lead')}</p>
      <OwnRelay relay={relay} />
      {isSetUp && <Ways relay={relay} />}
      <RefusalNotice code={request.refused} />
      {request.sending ? (
        <div role="status" className={styles.making}>
          <p>{t('relay.checking')}</p>
          <Progress label={t('relay.checking')} />
        </div>
      ) : (
        isSetUp && (
          <Button icon={RadioTower} onClick={() => void request.run(() => model.checkRelay())}>
            {t('relay.check')}
          </Button>
        )
      )}
    </Card>
  )
}

function OwnRelay({ relay: { own, ways } }: { relay: RelayStatus }) {
  const t = useTexts('system')
  switch (own) {
    case 'none':
      if (ways.length > 0) return null
      return (
        <>
          <Notice tone="problem" title={t('relay.none')}>
            {t('relay.noneHow')}
          </Notice>
          <code className={styles.code}>npm start -- --turn</code>
        </>
      )
    case 'missing':
      return (
        <>
          <Notice tone="problem" title={t('relay.missing')}>
            {t('relay.missingHow')}
          </Notice>
          <code className={styles.code}>apt-get install coturn</code>
        </>
      )
    case 'down':
      return (
        <Notice tone="problem" title={t('relay.down')}>
          {t('relay.downHow')}
        </Notice>
      )
    case 'starting':
    case 'running':
      return <p>{t(`relay.${own}`)}</p>
  }
}

function Ways({ relay: { ways, checkedAt, only } }: { relay: RelayStatus }) {
  const t = useTexts('system')
  if (checkedAt === null) return <p>{t('relay.unchecked')}</p>
  const secured = ways.filter(({ transport }) => transport === 'tls')
  return (
    <>
      {only && ways.every(({ outcome }) => outcome !== 'works') && (
        <Notice tone="problem">{t('relay.onlyBroken')}</Notice>
      )}
      <p>{t('relay.checked', { at: timeIn(checkedAt) })}</p>
      <ul className={styles.ways}>
        {ways.map((way) => (
          <Way key={`${way.transport} ${way.host} ${way.port}`} way={way} />
        ))}
      </ul>
      {ways.length > 0 && secured.length === 0 && <Notice tone="problem">{t('relay.noTls')}</Notice>}
      {secured.length > 0 && secured.every(({ port }) => port !== 443) && (
        <Notice>{t('relay.not443')}</Notice>
      )}
      <p className={styles.quiet}>{t('relay.fromHere')}</p>
    </>
  )
}

function Way({ way: { transport, host, port, outcome } }: { way: RelayWay }) {
  const t = useTexts('system')
  const Icon = outcome === 'works' ? CircleCheck : CircleX
  return (
    <li className={styles.way} data-works={outcome === 'works'}>
      <Icon aria-hidden size={24} />
      <div>
        <p>
          {t(`relay.way.${transport}`)}: <strong>{t(`relay.outcome.${outcome}`)}</strong>
        </p>
        <p className={styles.quiet}>{t('relay.place', { host, port: String(port) })}</p>
        {outcome !== 'works' && <p>{t(`relay.help.${outcome}`)}</p>}
      </div>
    </li>
  )
}
