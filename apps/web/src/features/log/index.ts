import log from '../../locales/en/log.json'
import { addTexts } from '../../platform/i18n.ts'

export { Log } from './Log.tsx'

addTexts('log', log)
