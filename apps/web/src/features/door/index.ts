import door from '../../locales/en/door.json'
import { addTexts } from '../../platform/i18n.ts'

export { AtTheDoor } from './AtTheDoor.tsx'
export { ComeToTheDoor } from './ComeToTheDoor.tsx'

addTexts('door', door)
