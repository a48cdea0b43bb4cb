import background from '../../locales/en/background.json'
import record from '../../locales/en/record.json'
import { addTexts } from '../../platform/i18n.ts'

export { BackgroundCard } from './BackgroundCard.tsx'
export { Intake, IntakeNotice } from './Intake.tsx'

addTexts('background', background)
// Of what shows a reading, on pages that are fetched without those of the record.
addTexts('record', record)
