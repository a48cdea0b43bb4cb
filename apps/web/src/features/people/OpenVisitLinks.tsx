import { Link2Off } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import { openVisitLinks } from './open-links-model.ts'
import { OpenLinks } from './OpenLinks.tsx'

/** Who can still come, with a button to take the link back. */
export function OpenVisitLinks() {
  const t = useTexts('people')
  return (
    <OpenLinks
      newModel={openVisitLinks}
      texts="visitLinks.open"
      icon={Link2Off}
      about={({ doctor }, until) => [
        doctor === null
          ? t('visitLinks.open.anyUntil', { until })
          : t('visitLinks.open.until', { doctor: doctor.displayName, until }),
      ]}
    />
  )
}
