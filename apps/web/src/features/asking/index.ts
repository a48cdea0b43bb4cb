import asking from '../../locales/en/asking.json'
import { addTexts } from '../../platform/i18n.ts'

export { AskForVisit } from './AskForVisit.tsx'
export { Expected } from './Expected.tsx'

addTexts('asking', asking)
