import { useEffect, useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Card, Progress, useReadable } from '../../ui/index.ts'
import type { AppModel } from '../app/app-model.ts'
import { NotFetched } from '../forms/NotFetched.tsx'
import { RecoveryCodes } from '../second-factor/index.ts'
import { FactorsModel } from './factors-model.ts'
import { OwnPasskeys } from './OwnPasskeys.tsx'
import { OwnRecoveryCodes } from './OwnRecoveryCodes.tsx'
import { OwnTelephone } from './OwnTelephone.tsx'

/** What somebody shows besides the password, or in its place; new recovery codes come before everything else. */
export function OwnFactors({ model }: { model: AppModel }) {
  const t = useTexts('account')
  const [own] = useState(() => new FactorsModel())
  const state = useReadable(own.state)
  useEffect(() => void own.load(), [own])
  if (state.status === 'loading') return <Progress label={t('app:loading')} />
  if (state.status === 'failed') {
    return <NotFetched code={state.code} again={() => void own.load()} />
  }
  const { factors, newCodes } = state
  return (
    <>
      {newCodes.length > 0 && (
        <Card title={t('secondFactor:codes.title')} lead={t('secondFactor:codes.lead')}>
          <RecoveryCodes
            codes={newCodes}
            guard={(wouldBeLost) => model.guardAgainstLeaving(own, wouldBeLost)}
            goOn={() => own.keptCodes()}
          />
        </Card>
      )}
      <OwnPasskeys own={own} passkeys={factors.passkeys} />
      <OwnTelephone model={model} own={own} isThere={factors.totp} />
      {(factors.totp || factors.passkeys.length > 0) && newCodes.length === 0 && (
        <OwnRecoveryCodes own={own} left={factors.recoveryCodes} />
      )}
    </>
  )
}
