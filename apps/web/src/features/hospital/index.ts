import hospital from '../../locales/en/hospital.json'
import { addTexts } from '../../platform/i18n.ts'

export { HospitalDoor } from './HospitalDoor.tsx'
export { HospitalReturn } from './HospitalReturn.tsx'
export { ToHospital } from './ToHospital.tsx'

addTexts('hospital', hospital)
