import type { SettingForm } from '@visita/protocol'
import type { Parameter } from './parameter.ts'
import { SECTIONS } from './parameters/index.ts'

const BEGIN = '<!-- Settings: written by `npm run visita -- settings document`; edit the code instead. -->'
const END = '<!-- End of settings. -->'

/** The document with its part about the settings made anew; the rest, written by hand, stays. */
export function withSettings(document: string): string {
  const [before, rest] = document.split(BEGIN)
  const after = rest?.split(END)[1]
  if (before === undefined || after === undefined)
    throw new TypeError('the marks of the settings are missing')
  return `${before}${BEGIN}\n\n${settingsText()}\n${END}${after}`
}

const settingsText = (): string =>
  SECTIONS.map(({ title, parameters }) => `### ${title}\n\n${tableOf(parameters)}\n`).join('\n')

const HEAD = ['Setting', 'Variable', 'Values', 'Default', 'Set in', 'What it does']

function tableOf(parameters: Readonly<Record<string, Parameter<unknown>>>): string {
  const rows = [HEAD, ...Object.entries(parameters).map(([key, parameter]) => rowOf(key, parameter))]
  // Padded as prettier does, which checks this file as well.
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const rule = line(widths.map((width) => '-'.repeat(width)))
  const [head = [], ...body] = rows
  return [line(head), rule, ...body.map(line)].join('\n')
}

function rowOf(key: string, { variable, kind, fallback, where, unit, secret, about }: Parameter<unknown>) {
  const values = unit === undefined ? valuesOf(kind.form) : `${valuesOf(kind.form)} ${unit}`
  const byDefault = 'by' in fallback ? fallback.words : valueText(fallback.value)
  const variables = secret === true ? `\`${variable}\`, \`${variable}_FILE\`` : `\`${variable}\``
  return [`\`${key}\``, variables, values, byDefault, where, about]
}

function valuesOf(form: SettingForm): string {
  switch (form.type) {
    case 'number':
      return `${form.min} to ${form.max}`
    case 'choice':
      return form.options.map((option) => `\`${option}\``).join(', ')
    case 'switch':
      return '`1`, `0`'
    case 'text':
      return 'text'
    case 'list':
      return 'list'
    case 'json':
      return 'JSON'
  }
}

function valueText(value: unknown): string {
  if (value === null || (Array.isArray(value) && value.length === 0)) return 'none'
  if (typeof value === 'boolean') return value ? '`1`' : '`0`'
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``
}
