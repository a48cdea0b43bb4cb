import { displayNameProblem, mayEver, type Role } from '@visita/protocol'
import { Link2, UserRoundPlus } from 'lucide-react'
import { useState } from 'react'
import { accountApi, type MadeLink } from '../../platform/account-api.ts'
import { useTexts } from '../../platform/i18n.ts'
import { Button, PageTitle, TextField } from '../../ui/index.ts'
import { Form } from '../forms/Form.tsx'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useDraft } from '../forms/use-draft.ts'
import { useRequest } from '../forms/use-request.ts'
import type { PageProps } from '../home/pages.ts'
import { LinkToHandOver } from './LinkToHandOver.tsx'
import { OpenInvitations } from './OpenInvitations.tsx'
import styles from './People.module.css'
import { RoleChoice } from './RoleChoice.tsx'

/** Makes a link with which somebody makes their account: an administrator for anybody, others for patients. */
export function Invite({ model, signedIn }: PageProps) {
  const t = useTexts('people')
  const forAnybody = mayEver(signedIn.roles, 'person.invite')
  const [made, setMade] = useState<{ link: MadeLink; name: string } | null>(null)
  return (
    <div className={styles.narrow}>
      <PageTitle>{t(forAnybody ? 'inviting.title' : 'inviting.titlePatient')}</PageTitle>
      {made === null ? (
        <InviteForm model={model} forAnybody={forAnybody} made={(link, name) => setMade({ link, name })} />
      ) : (
        <>
          <LinkToHandOver kind="invite" {...made} />
          <Button icon={UserRoundPlus} onClick={() => setMade(null)}>
            {t('inviting.another')}
          </Button>
        </>
      )}
      {made === null && <OpenInvitations />}
    </div>
  )
}

interface InviteFormProps {
  model: PageProps['model']
  forAnybody: boolean
  made: (link: MadeLink, name: string) => void
}

function InviteForm({ model: { drafts }, forAnybody, made }: InviteFormProps) {
  const t = useTexts('people')
  const [name, setName] = useDraft(drafts, 'invite.name')
  const [roles, setRoles] = useState<readonly Role[]>(forAnybody ? [] : ['patient'])
  const [checked, setChecked] = useState(false)
  const request = useRequest()
  const problem = displayNameProblem(name)

  const submit = (): void => {
    setChecked(true)
    if (problem !== null || roles.length === 0) return
    void request.run(async () => {
      const link = forAnybody
        ? await accountApi.invite({ displayName: name, roles: Array.from(roles) })
        : await accountApi.invitePatient(name)
      drafts.write('invite.name', '')
      made(link, name)
    })
  }

  return (
    <Form className={styles.form} submit={submit}>
      <p className={styles.quiet}>{t(forAnybody ? 'inviting.lead' : 'inviting.leadPatient')}</p>
      <TextField
        label={t('inviting.name')}
        hint={t('identify:hint')}
        problem={checked && problem ? t(`identify:problem.${problem}`) : null}
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      {forAnybody && (
        <RoleChoice
          roles={roles}
          choose={setRoles}
          problem={checked && roles.length === 0 ? t('rolesMissing') : null}
        />
      )}
      <RefusalNotice code={request.refused} />
      <Button type="submit" tone="primary" icon={Link2} wide disabled={request.sending}>
        {t('inviting.make')}
      </Button>
    </Form>
  )
}
