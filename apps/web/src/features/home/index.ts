import forms from '../../locales/en/forms.json'
import home from '../../locales/en/home.json'
import roles from '../../locales/en/roles.json'
import { addTexts } from '../../platform/i18n.ts'

export { Home } from './Home.tsx'
export { OpenRecords } from './OpenRecords.tsx'

addTexts('home', home)
addTexts('forms', forms)
addTexts('roles', roles)
