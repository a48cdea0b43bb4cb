import { partialDateSchema } from '@visita/protocol'
import { useTexts } from '../../platform/i18n.ts'
import { TextField } from '../../ui/index.ts'

interface DateFieldProps {
  label: string
  value: string
  change: (value: string) => void
  checked: boolean
}

/** A day, a month or a year. */
export function DateField({ label, value, change, checked }: DateFieldProps) {
  const t = useTexts('cases')
  const isWrong = partialDateSchema.safeParse(value).data === undefined
  return (
    <TextField
      label={label}
      hint={t('dateHint')}
      maxLength={10}
      autoComplete="off"
      value={value}
      onChange={(event) => change(event.target.value)}
      problem={checked && isWrong ? t('dateWrong') : null}
    />
  )
}
