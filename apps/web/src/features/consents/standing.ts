import { newestConsentVersion, type Consent } from '@visita/protocol'

/** How it stands with a consent: `outdated` where the yes was to earlier words. */
export type Standing = 'unasked' | 'yes' | 'outdated' | 'no' | 'revoked'

export function standingOf({ kind, answers }: Consent): Standing {
  const [newest, before] = answers
  if (newest === undefined) return 'unasked'
  if (newest.answer === 'no') return before?.answer === 'yes' ? 'revoked' : 'no'
  return newest.version === newestConsentVersion(kind) ? 'yes' : 'outdated'
}
