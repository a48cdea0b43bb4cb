import record from '../../locales/en/record.json'
import { addTexts } from '../../platform/i18n.ts'

export { OwnRecord } from './OwnRecord.tsx'
export { OwnVisit, PatientVisit } from './PastVisit.tsx'
export { PatientRecord } from './PatientRecord.tsx'
export { Patients } from './Patients.tsx'
export { Readers } from './Readers.tsx'
export { Reviews } from './Reviews.tsx'

addTexts('record', record)
