import texts from '../../locales/en/ended.json'
import { addTexts } from '../../platform/i18n.ts'

export { Ended } from './Ended.tsx'
export { useDuration } from './use-duration.ts'
export { VisitContents } from './VisitContents.tsx'

addTexts('ended', texts)
