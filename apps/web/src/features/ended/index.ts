import texts from '../../locales/en/ended.json'
import { addTexts } from '../../platform/i18n.ts'

export { Ended } from './Ended.tsx'

addTexts('ended', texts)
