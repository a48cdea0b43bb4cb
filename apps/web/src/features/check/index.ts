import check from '../../locales/en/check.json'
import { addTexts } from '../../platform/i18n.ts'

export { Check } from './Check.tsx'
export { LineCheck } from './LineCheck.tsx'
export { OfferedCheck } from './OfferedCheck.tsx'
export { useCheckReport } from './use-check-report.ts'
export { useLineLook } from './use-line-look.ts'

addTexts('check', check)
