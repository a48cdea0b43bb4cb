import type { Setting, SettingValue } from '@visita/protocol'

/** A setting as its field holds it while it is being changed. */
export type Draft = string | boolean

/** `staffIdleMinutes` as people read it. */
export function nameOf(key: string): string {
  const words = key.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The marks of code are for documents. */
export const plainText = (about: string): string => about.replaceAll('`', '')

/** A choice of the program, as people read it. */
export const optionName = (option: string): string => option.replaceAll('_', ' ')

/** What the field shows of a setting at first; a secret has none. */
export function draftOf({ shown, form }: Setting): Draft {
  if (shown.secret) return ''
  const { value } = shown
  if (form.type === 'switch') return value === true
  if (Array.isArray(value)) return value.join(', ')
  return value === null ? '' : String(value)
}

/** What a field is sent as; null where it holds nothing that fits. An empty text takes the setting away. */
export function valueOf({ form }: Setting, draft: Draft): { value: SettingValue } | null {
  if (typeof draft === 'boolean') return { value: draft }
  const text = draft.trim()
  switch (form.type) {
    case 'number': {
      const number = Number(text)
      const fits = /^\d+$/.test(text) && number >= form.min && number <= form.max
      return fits ? { value: number } : null
    }
    case 'choice':
      return form.options.includes(text) ? { value: text } : null
    case 'list':
      return { value: text === '' ? [] : text.split(',').map((part) => part.trim()) }
    case 'text':
      return text.length > form.max ? null : { value: text === '' ? null : text }
    case 'switch':
    case 'json':
      return null
  }
}
