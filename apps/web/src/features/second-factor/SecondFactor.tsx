import { useCallback, useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { PageTitle, useReadable } from '../../ui/index.ts'
import type { AppModel, Stage } from '../app/app-model.ts'
import { SinglePage } from '../forms/SinglePage.tsx'
import { Enrol } from './Enrol.tsx'
import { EnrolModel } from './enrol-model.ts'
import { GiveCode } from './GiveCode.tsx'
import { RecoveryCodes } from './RecoveryCodes.tsx'

interface SecondFactorProps {
  model: AppModel
  stage: Extract<Stage, { at: 'second_factor' }>
}

/** Between the password and one's own pages: a code, or how to come to have codes. */
export function SecondFactor({ model, stage }: SecondFactorProps) {
  return <SinglePage>{stage.enrol ? <Enrolment model={model} /> : <GiveCode model={model} />}</SinglePage>
}

function Enrolment({ model }: { model: AppModel }) {
  const t = useTexts('secondFactor')
  const [enrol] = useState(() => new EnrolModel())
  const state = useReadable(enrol.state)
  const guard = useCallback(
    (wouldBeLost: boolean) => model.guardAgainstLeaving(enrol, wouldBeLost),
    [model, enrol],
  )
  if (state.status !== 'enrolled') {
    return (
      <>
        <PageTitle>{t('enrol.title')}</PageTitle>
        <p>{t('enrol.lead')}</p>
        <Enrol enrol={enrol} />
      </>
    )
  }
  return (
    <>
      <PageTitle key="codes">{t('codes.title')}</PageTitle>
      <p>{t('codes.lead')}</p>
      <RecoveryCodes codes={state.recoveryCodes} guard={guard} goOn={() => model.enter(state.reply)} />
    </>
  )
}
