import { DoorOpen } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { hospitalApi } from '../../platform/hospital-api.ts'
import { Button, PageTitle, Progress, useReadable } from '../../ui/index.ts'
import type { AppModel } from '../app/app-model.ts'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { ReturnModel, type ReturnState } from './return-model.ts'
import { ToHospital } from './ToHospital.tsx'

interface HospitalReturnProps {
  model: AppModel
  /** What stood behind the `?` of the address. */
  answer: string
  name: string
}

/** The page that people come back to: it lets them in, or says why not and what to do. */
export function HospitalReturn({ model, answer, name }: HospitalReturnProps) {
  const t = useTexts('hospital')
  const [comeBack] = useState(
    () =>
      new ReturnModel(answer, (reply, page) => {
        if (page !== null) history.replaceState(null, '', page)
        model.enter(reply)
      }),
  )
  const state = useReadable(comeBack.state)
  useEffect(() => void comeBack.send(), [comeBack])
  if (state.status === 'answering') return <Progress label={t('answering', { name })} />
  return (
    <>
      <Reason state={state} name={name} />
      {canTryAgain(state) && (
        <ToHospital
          name={name}
          label={t('again', { name })}
          tone="primary"
          begin={() => hospitalApi.signIn()}
        />
      )}
      <Button icon={DoorOpen} wide onClick={() => void model.leaveLink()}>
        {t('leave')}
      </Button>
    </>
  )
}

type Failed = Extract<ReturnState, { status: 'failed' }>

function Reason({ state, name }: { state: Failed; name: string }) {
  const t = useTexts('hospital')
  const reason = reasonOf(state)
  if (reason === 'other') {
    return (
      <>
        <PageTitle>{t('failed.other.title')}</PageTitle>
        <RefusalNotice code={state.code} />
      </>
    )
  }
  return (
    <>
      <PageTitle>{t(`failed.${reason}.title`, { name })}</PageTitle>
      <p>{t(`failed.${reason}.text`, { name })}</p>
    </>
  )
}

const TELLING = [
  'login_over',
  'login_unknown',
  'login_unreachable',
  'link_used',
  'second_factor_needed',
] as const

function reasonOf({ code, detail }: Failed) {
  if (code === 'login_refused') return detail === 'email' || detail === 'name' ? 'incomplete' : code
  if (code === 'conflict') return detail === 'identity' ? 'taken' : 'has_account'
  return TELLING.find((telling) => telling === code) ?? 'other'
}

/** Where the same way can lead further. */
const canTryAgain = ({ code }: Failed): boolean =>
  code === 'login_over' || code === 'login_refused' || code === 'login_unreachable' || code === 'offline'
