import settings from '../../locales/en/settings.json'
import { addTexts } from '../../platform/i18n.ts'

export { Settings } from './Settings.tsx'

addTexts('settings', settings)
