import forms from '../../locales/en/forms.json'
import joining from '../../locales/en/joining.json'
import roles from '../../locales/en/roles.json'
import { addTexts } from '../../platform/i18n.ts'

export { Joining } from './Joining.tsx'
export { SignUp } from './SignUp.tsx'

addTexts('joining', joining)
addTexts('forms', forms)
addTexts('roles', roles)
