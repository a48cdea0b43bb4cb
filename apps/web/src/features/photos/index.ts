import photos from '../../locales/en/photos.json'
import { addTexts } from '../../platform/i18n.ts'

export { Capture } from './Capture.tsx'
export { Compare } from './Compare.tsx'
export { NewPhotos } from './NewPhotos.tsx'
export { PhotoStrip } from './PhotoStrip.tsx'

addTexts('photos', photos)
