import background from '../../locales/en/background.json'
import { addTexts } from '../../platform/i18n.ts'

export { BackgroundCard } from './BackgroundCard.tsx'
export { Intake, IntakeNotice } from './Intake.tsx'

addTexts('background', background)
