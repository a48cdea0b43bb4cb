import { displayNameProblem, type RoomLink } from '@visita/protocol'
import { DoorOpen } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, PageTitle, TextField } from '../../ui/index.ts'
import { Form } from '../forms/Form.tsx'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useRequest } from '../forms/use-request.ts'

interface ComeToTheDoorProps {
  link: RoomLink
  come: (displayName: string) => Promise<void>
}

/** Who has a link into a visit says who they are: the patient is asked about them by name. */
export function ComeToTheDoor({ link: { as, by }, come }: ComeToTheDoorProps) {
  const t = useTexts('door')
  const [name, setName] = useState('')
  const [checked, setChecked] = useState(false)
  const request = useRequest()
  const problem = checked ? displayNameProblem(name) : null
  const submit = (): void => {
    setChecked(true)
    if (displayNameProblem(name) === null) void request.run(() => come(name))
  }
  return (
    <>
      <PageTitle>{t(`come.${as}`, { name: by })}</PageTitle>
      <p>{t('come.lead')}</p>
      <Form submit={submit}>
        <TextField
          label={t('identify:label')}
          hint={t('identify:hint')}
          problem={problem && t(`identify:problem.${problem}`)}
          value={name}
          onChange={(event) => setName(event.target.value)}
          autoComplete="name"
          name="name"
        />
        <RefusalNotice code={request.refused} />
        <Button type="submit" tone="primary" icon={DoorOpen} wide disabled={request.sending}>
          {t('come.submit')}
        </Button>
      </Form>
    </>
  )
}
