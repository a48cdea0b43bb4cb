import bodySites from '../../locales/en/bodySites.json'
import cases from '../../locales/en/cases.json'
import ended from '../../locales/en/ended.json'
import photos from '../../locales/en/photos.json'
import record from '../../locales/en/record.json'
import timeline from '../../locales/en/timeline.json'
import { addTexts } from '../../platform/i18n.ts'

export { OwnTimeline, PatientTimeline } from './TimelinePage.tsx'

addTexts('timeline', timeline)
// The words of what stands on it.
addTexts('bodySites', bodySites)
addTexts('cases', cases)
addTexts('ended', ended)
addTexts('photos', photos)
addTexts('record', record)
