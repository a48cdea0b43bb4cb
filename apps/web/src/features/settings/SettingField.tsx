import type { Setting } from '@visita/protocol'
import { useTexts } from '../../platform/i18n.ts'
import { Choice, Select, TextField } from '../../ui/index.ts'
import styles from './Settings.module.css'
import { draftOf, nameOf, optionName, plainText, type Draft } from './setting-words.ts'

interface SettingFieldProps {
  setting: Setting
  /** Undefined while it is as it holds. */
  draft: Draft | undefined
  isWrong: boolean
  change: (draft: Draft) => void
}

/** A setting that can be changed here, by a field of its kind. */
export function SettingField({ setting, draft = draftOf(setting), isWrong, change }: SettingFieldProps) {
  const t = useTexts('settings')
  const { key, form, about, unit } = setting
  const name = nameOf(key)
  const hint = plainText(about)
  if (typeof draft === 'boolean')
    return (
      <Choice label={name} hint={hint} checked={draft} onChange={({ target }) => change(target.checked)} />
    )
  if (form.type === 'choice')
    return (
      <div>
        <Select label={name} value={draft} onChange={({ target }) => change(target.value)}>
          {form.options.map((option) => (
            <option key={option} value={option}>
              {optionName(option)}
            </option>
          ))}
        </Select>
        <p className={styles.hint}>{hint}</p>
      </div>
    )
  if (form.type === 'number') {
    const range = t(unit === null ? 'range' : `rangeOf.${unit}`, { min: form.min, max: form.max })
    return (
      <TextField
        label={name}
        hint={`${hint} ${range}`}
        problem={isWrong ? range : null}
        inputMode="numeric"
        autoComplete="off"
        value={draft}
        onChange={({ target }) => change(target.value)}
      />
    )
  }
  return (
    <TextField
      label={name}
      hint={hint}
      problem={isWrong ? t('doesNotFit') : null}
      autoComplete="off"
      value={draft}
      onChange={({ target }) => change(target.value)}
    />
  )
}
