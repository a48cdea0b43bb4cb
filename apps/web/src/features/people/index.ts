import people from '../../locales/en/people.json'
import { addTexts } from '../../platform/i18n.ts'

export { Invite } from './Invite.tsx'
export { People } from './People.tsx'
export { VisitLinks } from './VisitLinks.tsx'

addTexts('people', people)
