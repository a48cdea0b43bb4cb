import consents from '../../locales/en/consents.json'
import record from '../../locales/en/record.json'
import { addTexts } from '../../platform/i18n.ts'

export { ConsentNotice } from './ConsentNotice.tsx'
export { ConsentsCard } from './ConsentsCard.tsx'
export { OwnConsents } from './OwnConsents.tsx'

addTexts('consents', consents)
// Of what shows a reading, on pages that are fetched without those of the record.
addTexts('record', record)
