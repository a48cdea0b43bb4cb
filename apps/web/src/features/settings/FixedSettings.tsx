import type { Setting } from '@visita/protocol'
import { useTexts, type Translate } from '../../platform/i18n.ts'
import styles from './Settings.module.css'
import { draftOf, nameOf, plainText } from './setting-words.ts'

/** Settings that cannot be changed here: what holds, and who has set it where. */
export function FixedSettings({ settings }: { settings: readonly Setting[] }) {
  const t = useTexts('settings')
  return (
    <dl className={styles.list}>
      {settings.map((setting) => (
        <div key={setting.key}>
          <dt>{nameOf(setting.key)}</dt>
          <dd className={styles.value}>{shownOf(setting, t)}</dd>
          <dd className={styles.quiet}>{plainText(setting.about)}</dd>
          <dd className={styles.quiet}>
            {t(`why.${setting.source}`)} <code>{setting.variable}</code>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function shownOf(setting: Setting, t: Translate): string {
  if (setting.shown.secret) return t(setting.shown.isSet ? 'secretSet' : 'secretMissing')
  const draft = draftOf(setting)
  if (typeof draft === 'boolean') return t(draft ? 'on' : 'off')
  if (draft === '') return t('nothing')
  return setting.unit === null ? draft : t(`amount.${setting.unit}`, { count: Number(draft) })
}
