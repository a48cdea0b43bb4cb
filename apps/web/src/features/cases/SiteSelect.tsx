import { BODY_REGIONS, BODY_SITES } from '@visita/clinical'
import { useTexts } from '../../platform/i18n.ts'
import { Select } from '../../ui/index.ts'

interface SiteSelectProps {
  label: string
  site: string
  choose: (site: string) => void
}

/** The places of the body as a list: the way to them with the keyboard, equal to the map. */
export function SiteSelect({ label, site, choose }: SiteSelectProps) {
  const t = useTexts('bodySites')
  return (
    <Select label={label} value={site} onChange={(event) => choose(event.target.value)}>
      <option value="" disabled>
        {t('cases:lesion.choose')}
      </option>
      {BODY_REGIONS.map((region) => (
        <optgroup key={region} label={t(`regions.${region}`)}>
          {BODY_SITES.filter((each) => each.region === region).map(({ code }) => (
            <option key={code} value={code}>
              {t(`names.${code}`)}
            </option>
          ))}
        </optgroup>
      ))}
    </Select>
  )
}
