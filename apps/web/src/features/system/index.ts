import system from '../../locales/en/system.json'
import { addTexts } from '../../platform/i18n.ts'

export { System } from './System.tsx'

addTexts('system', system)
