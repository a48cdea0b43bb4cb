import type { RoomLink } from '@visita/protocol'
import { DoorOpen } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import { PageTitle } from '../../ui/index.ts'
import { DisplayNameForm } from '../forms/DisplayNameForm.tsx'

interface ComeToTheDoorProps {
  link: RoomLink
  come: (displayName: string) => Promise<void>
}

/** Who has a link into a visit says who they are: the patient is asked about them by name. */
export function ComeToTheDoor({ link: { as, by }, come }: ComeToTheDoorProps) {
  const t = useTexts('door')
  return (
    <>
      <PageTitle>{t(`come.${as}`, { name: by })}</PageTitle>
      <p>{t('come.lead')}</p>
      <DisplayNameForm icon={DoorOpen} submitLabel={t('come.submit')} onName={come} />
    </>
  )
}
