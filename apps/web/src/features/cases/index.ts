import bodySites from '../../locales/en/bodySites.json'
import cases from '../../locales/en/cases.json'
import record from '../../locales/en/record.json'
import { addTexts } from '../../platform/i18n.ts'

export { CaseList } from './CaseList.tsx'
export { OwnCase, PatientCase } from './CasePage.tsx'
export { MyCases } from './MyCases.tsx'
export { OpenCase } from './OpenCase.tsx'

addTexts('bodySites', bodySites)
addTexts('cases', cases)
// Of what shows a reading, on pages that are fetched without those of the record.
addTexts('record', record)
