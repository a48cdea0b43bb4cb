import { useCallback, useId, useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { hasPasskeys } from '../../platform/passkey-api.ts'
import { PageTitle, useReadable } from '../../ui/index.ts'
import type { AppModel, Stage } from '../app/app-model.ts'
import { PasskeyButton } from '../forms/PasskeyButton.tsx'
import { SinglePage } from '../forms/SinglePage.tsx'
import { Enrol } from './Enrol.tsx'
import { EnrolModel } from './enrol-model.ts'
import { GiveCode } from './GiveCode.tsx'
import { useDeviceName } from '../forms/use-device-name.ts'
import { RecoveryCodes } from './RecoveryCodes.tsx'
import styles from './SecondFactor.module.css'

interface SecondFactorProps {
  model: AppModel
  stage: Extract<Stage, { at: 'second_factor' }>
}

/** Between the password and one's own pages: a code, or how to come to have codes. */
export function SecondFactor({ model, stage }: SecondFactorProps) {
  const { factors } = stage
  return (
    <SinglePage>
      {factors.length === 0 ? <Enrolment model={model} /> : <GiveCode model={model} factors={factors} />}
    </SinglePage>
  )
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
        <PasskeyInstead enrol={enrol} />
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

/** A passkey is both factors at once, and saves the codes. */
function PasskeyInstead({ enrol }: { enrol: EnrolModel }) {
  const t = useTexts('secondFactor')
  const name = useDeviceName(navigator.userAgent)
  const titleId = useId()
  if (!hasPasskeys()) return null
  return (
    <>
      <section className={styles.passkey} aria-labelledby={titleId}>
        <h2 id={titleId}>{t('enrol.passkey.title')}</h2>
        <p>{t('enrol.passkey.text')}</p>
        <PasskeyButton label={t('enrol.passkey.make')} act={() => enrol.makePasskey(name)} />
      </section>
      <h2>{t('enrol.appInstead')}</h2>
    </>
  )
}
