import { addTexts } from '../../platform/i18n.ts'
import texts from '../../locales/en/visit.json'

export { VisitModel } from './visit-model.ts'
export { Room } from './Room.tsx'

// The room's texts come with the room's script, not with the first page.
addTexts('visit', texts)
