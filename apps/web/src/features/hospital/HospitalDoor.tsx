import { useTexts } from '../../platform/i18n.ts'
import { hospitalApi } from '../../platform/hospital-api.ts'
import { ToHospital } from './ToHospital.tsx'

/** For the first page: signs in with the hospital's own login, for patients and staff alike. */
export function HospitalDoor({ name }: { name: string }) {
  const t = useTexts('hospital')
  return <ToHospital name={name} label={t('signInWith', { name })} begin={() => hospitalApi.signIn()} />
}
