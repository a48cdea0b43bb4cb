import forms from '../../locales/en/forms.json'
import signIn from '../../locales/en/signIn.json'
import { addTexts } from '../../platform/i18n.ts'

export { SignIn } from './SignIn.tsx'

addTexts('signIn', signIn)
addTexts('forms', forms)
