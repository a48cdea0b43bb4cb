import forms from '../../locales/en/forms.json'
import secondFactor from '../../locales/en/secondFactor.json'
import { addTexts } from '../../platform/i18n.ts'

export { Enrol } from './Enrol.tsx'
export { EnrolModel } from './enrol-model.ts'
export { RecoveryCodes } from './RecoveryCodes.tsx'
export { SecondFactor } from './SecondFactor.tsx'

addTexts('secondFactor', secondFactor)
addTexts('forms', forms)
