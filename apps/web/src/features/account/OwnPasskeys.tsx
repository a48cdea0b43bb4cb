import type { SecondFactor } from '@visita/protocol'
import { LONGEST_PASSKEY_NAME } from '@visita/protocol'
import { KeyRound, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { hasPasskeys } from '../../platform/passkey-api.ts'
import { Button, Card, Notice, TextField } from '../../ui/index.ts'
import { PasskeyButton } from '../forms/PasskeyButton.tsx'
import { useDeviceName } from '../forms/use-device-name.ts'
import styles from './Account.module.css'
import type { FactorsModel } from './factors-model.ts'
import { RemoveFactor } from './RemoveFactor.tsx'
import { time } from './time.ts'

type Passkey = SecondFactor['passkeys'][number]

/** The passkeys of this account, and another one. */
export function OwnPasskeys({ own, passkeys }: { own: FactorsModel; passkeys: readonly Passkey[] }) {
  const t = useTexts('account')
  return (
    <Card title={t('passkeys.title')} lead={t('passkeys.lead')}>
      {passkeys.length > 0 && (
        <ul className={styles.sessions} aria-label={t('passkeys.list')}>
          {passkeys.map((passkey) => (
            <PasskeyRow key={passkey.id} own={own} passkey={passkey} />
          ))}
        </ul>
      )}
      {hasPasskeys() ? <AddPasskey own={own} /> : <Notice>{t('passkeys.noneHere')}</Notice>}
    </Card>
  )
}

function PasskeyRow({ own, passkey }: { own: FactorsModel; passkey: Passkey }) {
  const t = useTexts('account')
  const { id, name, createdAt, usedAt } = passkey
  const made = time(createdAt)
  const [asking, setAsking] = useState(false)
  return (
    <li>
      <KeyRound aria-hidden size={28} />
      <div>
        <p className={styles.device}>
          <strong>{name}</strong>
        </p>
        <p className={styles.quiet}>
          {usedAt === null ? t('passkeys.made', { made }) : t('passkeys.used', { made, used: time(usedAt) })}
        </p>
      </div>
      <Button icon={Trash2} aria-label={t('passkeys.removeNamed', { name })} onClick={() => setAsking(true)}>
        {t('passkeys.remove')}
      </Button>
      {asking && (
        <RemoveFactor
          title={t('passkeys.removeAsk', { name })}
          text={t('passkeys.removeText')}
          remove={() => own.removePasskey(id)}
          close={() => setAsking(false)}
        />
      )}
    </li>
  )
}

function AddPasskey({ own }: { own: FactorsModel }) {
  const t = useTexts('account')
  const device = useDeviceName(navigator.userAgent)
  const [name, setName] = useState(device)
  const [added, setAdded] = useState(false)
  const isMissing = name.trim() === ''
  const add = async (): Promise<void> => {
    setAdded(false)
    if (isMissing) return
    await own.addPasskey(name)
    setAdded(true)
    setName(device)
  }
  return (
    <div className={styles.form}>
      <TextField
        label={t('passkeys.name')}
        hint={t('passkeys.nameHint')}
        problem={isMissing ? t('passkeys.nameMissing') : null}
        autoComplete="off"
        maxLength={LONGEST_PASSKEY_NAME}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      {added && <Notice>{t('passkeys.added')}</Notice>}
      <PasskeyButton label={t('passkeys.add')} act={add} />
    </div>
  )
}
