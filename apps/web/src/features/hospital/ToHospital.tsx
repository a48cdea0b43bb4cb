import { Hospital } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import { Button } from '../../ui/index.ts'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useRequest } from '../forms/use-request.ts'

interface ToHospitalProps {
  /** What the hospital's login is called. */
  name: string
  label: string
  /** Gives the address to go to. Throws `Refused`. */
  begin: () => Promise<string>
  tone?: 'primary' | 'quiet'
  wide?: boolean
}

/** A button that leaves for the hospital's own login, or says why it cannot. */
export function ToHospital({ name, label, begin, tone = 'quiet', wide = true }: ToHospitalProps) {
  const t = useTexts('hospital')
  const request = useRequest()
  const go = (): void => {
    void request.run(async () => {
      location.assign(await begin())
      // The browser is on its way: a second press would begin anew.
      await new Promise(() => undefined)
    })
  }
  return (
    <>
      <RefusalNotice code={request.refused} here={{ login_unreachable: t('unreachable', { name }) }} />
      <Button icon={Hospital} tone={tone} wide={wide} disabled={request.sending} onClick={go}>
        {request.sending ? t('going', { name }) : label}
      </Button>
    </>
  )
}
