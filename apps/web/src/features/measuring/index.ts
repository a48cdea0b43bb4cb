import measuring from '../../locales/en/measuring.json'
import photos from '../../locales/en/photos.json'
import record from '../../locales/en/record.json'
import { addTexts } from '../../platform/i18n.ts'

export { Measure } from './MeasurePage.tsx'
export { SizesCard } from './SizesCard.tsx'

addTexts('measuring', measuring)
addTexts('photos', photos)
// Of what shows a reading, on pages that are fetched without those of the record.
addTexts('record', record)
