import * as z from 'zod/mini'

/** Which values a setting takes, for whoever asks a person for one. */
export const settingFormSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('number'), min: z.int(), max: z.int() }),
  z.object({ type: z.literal('choice'), options: z.readonly(z.array(z.string())) }),
  z.object({ type: z.literal('switch') }),
  z.object({ type: z.literal('text'), max: z.int() }),
  z.object({ type: z.literal('list') }),
  z.object({ type: z.literal('json') }),
])
export type SettingForm = z.infer<typeof settingFormSchema>

export const settingUnitSchema = z.enum(['seconds', 'minutes', 'hours', 'days'])
export type SettingUnit = z.infer<typeof settingUnitSchema>

/** Who has set it; the first that has wins: environment, settings file, the administrator's page. */
export const settingSourceSchema = z.enum(['environment', 'file', 'page', 'default'])
export type SettingSource = z.infer<typeof settingSourceSchema>

export const settingValueSchema = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.string()),
])

export type SettingValue = z.infer<typeof settingValueSchema>

/** One setting as it holds now. A secret says only whether it is set. */
export const settingSchema = z.object({
  key: z.string(),
  /** The environment variable. */
  variable: z.string(),
  /** The heading that it stands under, and what it does: the words of docs/OPERATIONS.md. */
  section: z.string(),
  about: z.string(),
  source: settingSourceSchema,
  /** On the page and now: neither read at the start only, nor set by environment or file. */
  changeable: z.boolean(),
  form: settingFormSchema,
  unit: z.nullable(settingUnitSchema),
  shown: z.discriminatedUnion('secret', [
    z.object({ secret: z.literal(true), isSet: z.boolean() }),
    z.object({ secret: z.literal(false), value: settingValueSchema }),
  ]),
})
export type Setting = z.infer<typeof settingSchema>

/** GET /api/settings (B35). */
export const settingListSchema = z.object({ settings: z.array(settingSchema) })

/**
 * PUT /api/settings: all of them or none; they hold at once. Refused as `proof_needed` unless the administrator
 * has just shown who they are, as `conflict` where environment or file have set one, as `bad_request` where one
 * does not fit or would be unsafe in production; `detail` is its key.
 */
export const changeSettingsRequestSchema = z.object({
  changes: z.record(z.string().check(z.maxLength(64)), settingValueSchema),
})
