import { Check, DoorOpen, LogIn, RefreshCw, Video } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Invitation, VisitLink } from '@visita/protocol'
import type { NewAccount } from '../../platform/account-api.ts'
import { useTexts } from '../../platform/i18n.ts'
import { Button, PageTitle, Progress, useReadable } from '../../ui/index.ts'
import type { TokenLink } from '../../platform/link.ts'
import type { AppModel, Stage } from '../app/app-model.ts'
import { ComeToTheDoor } from '../door/index.ts'
import { AccountForm } from '../forms/AccountForm.tsx'
import { Form } from '../forms/Form.tsx'
import { passwordProblem } from '../forms/new-account.ts'
import { NewPasswordField } from '../forms/NewPasswordField.tsx'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { SinglePage } from '../forms/SinglePage.tsx'
import { useRequest } from '../forms/use-request.ts'
import { HospitalReturn, ToHospital } from '../hospital/index.ts'
import { JoinModel } from './join-model.ts'
import { RoleList } from './RoleList.tsx'

interface JoiningProps {
  model: AppModel
  stage: Extract<Stage, { at: 'link' }>
}

/** What a link opens: the set-up of the clinic, an invitation, another password, one visit. */
export function Joining({ model, stage }: JoiningProps) {
  const { clinic, link } = stage
  return (
    <SinglePage>
      {link.kind === 'hospital' ? (
        <HospitalReturn model={model} answer={link.answer} name={clinic.hospitalLogin ?? ''} />
      ) : (
        <ByLink model={model} link={link} clinic={clinic} />
      )}
    </SinglePage>
  )
}

type Clinic = JoiningProps['stage']['clinic']

function ByLink({ model, link, clinic }: { model: AppModel; link: TokenLink; clinic: Clinic }) {
  return <Opened model={model} join={useJoinModel(link)} clinic={clinic} />
}

/** A link of its own for each link: a second one may be opened in the same tab. */
function useJoinModel(link: TokenLink): JoinModel {
  const [model, setModel] = useState(() => ({ link, join: new JoinModel(link) }))
  const current = model.link === link ? model : { link, join: new JoinModel(link) }
  if (current !== model) setModel(current)
  const { join } = current
  useEffect(() => void join.look(), [join])
  return join
}

function Opened({ model, join, clinic }: { model: AppModel; join: JoinModel; clinic: Clinic }) {
  const t = useTexts('joining')
  const state = useReadable(join.state)
  const enter: Enter = async (account) => model.enter(await join.join(account))
  switch (state.status) {
    case 'looking':
      return <Progress label={t('looking')} />
    case 'over':
      return (
        <>
          <PageTitle>{t(`over.${join.kind}.title`)}</PageTitle>
          <p>{t(`over.${join.kind}.text`)}</p>
          <Button tone="primary" icon={DoorOpen} wide onClick={() => void model.leaveLink()}>
            {t('over.leave')}
          </Button>
        </>
      )
    case 'unclear':
      return (
        <>
          <PageTitle>{t('unclear.title')}</PageTitle>
          <RefusalNotice code={state.code} />
          <Button tone="primary" icon={RefreshCw} wide onClick={() => void join.look()}>
            {t('app:unreachable.retry')}
          </Button>
        </>
      )
    case 'reset':
      return (
        <>
          <PageTitle>{t('reset.done')}</PageTitle>
          <p>{t('reset.doneText')}</p>
          <Button tone="primary" icon={LogIn} wide onClick={() => void model.leaveLink()}>
            {t('reset.signIn')}
          </Button>
        </>
      )
    case 'expected':
      return (
        <Expected
          visitLink={state.visitLink}
          clinic={clinic}
          come={async () => model.enter(await join.come())}
        />
      )
    case 'at_room':
      return (
        <ComeToTheDoor
          link={state.roomLink}
          come={async (name) => model.enter(await join.comeToRoom(name))}
        />
      )
    case 'open':
      if (join.kind === 'setup') return <SetUp enter={enter} />
      if (join.kind === 'reset') return <Reset reset={(password) => join.reset(password)} />
      return (
        state.invitation && (
          <Invited invitation={state.invitation} join={join} clinic={clinic} enter={enter} />
        )
      )
  }
}

type Enter = (account: NewAccount) => Promise<void>

function SetUp({ enter }: { enter: Enter }) {
  const t = useTexts('joining')
  return (
    <>
      <PageTitle>{t('setup.title')}</PageTitle>
      <p>{t('setup.lead')}</p>
      <AccountForm submit={t('setup.submit')} make={enter} />
    </>
  )
}

interface InvitedProps {
  invitation: Invitation
  join: JoinModel
  clinic: Clinic
  enter: Enter
}

function Invited({ invitation: { displayName, roles, invitedBy }, join, clinic, enter }: InvitedProps) {
  const t = useTexts('joining')
  const { name, hospitalLogin } = clinic
  return (
    <>
      <PageTitle>{name === null ? t('invite.title') : t('invite.titleOf', { clinic: name })}</PageTitle>
      {invitedBy !== null && <p>{t('invite.by', { name: invitedBy })}</p>}
      <p>{t('invite.lead')}</p>
      <RoleList roles={roles} />
      <p>{t('invite.then')}</p>
      <AccountForm name={displayName} submit={t('invite.submit')} make={enter} />
      {hospitalLogin !== null && (
        <>
          <p>{t('hospital:or')}</p>
          <ToHospital
            name={hospitalLogin}
            label={t('hospital:use', { name: hospitalLogin })}
            begin={() => join.joinByHospital()}
          />
        </>
      )}
    </>
  )
}

interface ExpectedProps {
  visitLink: VisitLink
  clinic: Clinic
  come: () => Promise<void>
}

/** One button: all that somebody with a link to a visit has to do. */
function Expected({ visitLink: { displayName, doctor }, clinic: { name }, come }: ExpectedProps) {
  const t = useTexts('joining')
  const request = useRequest()
  return (
    <>
      <PageTitle>{t('visit.title', { name: displayName })}</PageTitle>
      <p>{name === null ? t('visit.lead') : t('visit.leadOf', { clinic: name })}</p>
      <p>{doctor === null ? t('visit.anyDoctor') : t('visit.doctor', { name: doctor.displayName })}</p>
      <RefusalNotice code={request.refused} />
      <Button
        tone="primary"
        icon={Video}
        wide
        disabled={request.sending}
        onClick={() => void request.run(come)}
      >
        {t('visit.come')}
      </Button>
    </>
  )
}

function Reset({ reset }: { reset: (password: string) => Promise<void> }) {
  const t = useTexts('joining')
  const [password, setPassword] = useState('')
  const [checked, setChecked] = useState(false)
  const request = useRequest()
  const submit = (): void => {
    setChecked(true)
    if (passwordProblem(password) === null) void request.run(() => reset(password))
  }
  return (
    <>
      <PageTitle>{t('reset.title')}</PageTitle>
      <p>{t('reset.lead')}</p>
      <Form submit={submit}>
        <NewPasswordField value={password} onValue={setPassword} checked={checked} />
        <RefusalNotice code={request.refused} />
        <Button type="submit" tone="primary" icon={Check} wide disabled={request.sending}>
          {t('reset.submit')}
        </Button>
      </Form>
    </>
  )
}
