import { Smartphone, Trash2, X } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Card, Notice, useReadable } from '../../ui/index.ts'
import type { AppModel } from '../app/app-model.ts'
import { Enrol, EnrolModel, RecoveryCodes } from '../second-factor/index.ts'
import type { FactorsModel } from './factors-model.ts'
import { RemoveFactor } from './RemoveFactor.tsx'

type Step = { at: 'closed' } | { at: 'enrolling'; enrol: EnrolModel } | { at: 'done' } | { at: 'removing' }

interface OwnTelephoneProps {
  model: AppModel
  own: FactorsModel
  isThere: boolean
}

/** Codes of an authenticator app: another telephone, or the first, with new recovery codes; or none any more. */
export function OwnTelephone({ model, own, isThere }: OwnTelephoneProps) {
  const t = useTexts('account')
  const [step, setStep] = useState<Step>({ at: 'closed' })
  const close = (at: 'closed' | 'done'): void => {
    setStep({ at })
    if (at === 'done') void own.load()
  }
  return (
    <Card title={t('secondFactor.title')} lead={t('secondFactor.lead')}>
      {step.at === 'done' && <Notice>{t('secondFactor.done')}</Notice>}
      {step.at === 'enrolling' ? (
        <Enrolling model={model} enrol={step.enrol} close={close} />
      ) : (
        <>
          <p>{t(isThere ? 'secondFactor.there' : 'secondFactor.none')}</p>
          <Button icon={Smartphone} onClick={() => setStep({ at: 'enrolling', enrol: new EnrolModel() })}>
            {t('secondFactor.begin')}
          </Button>
          {isThere && (
            <Button icon={Trash2} onClick={() => setStep({ at: 'removing' })}>
              {t('secondFactor.remove')}
            </Button>
          )}
        </>
      )}
      {step.at === 'removing' && (
        <RemoveFactor
          title={t('secondFactor.removeAsk')}
          text={t('secondFactor.removeText')}
          remove={() => own.removeTotp()}
          close={() => setStep({ at: 'closed' })}
        />
      )}
    </Card>
  )
}

interface EnrollingProps {
  model: AppModel
  enrol: EnrolModel
  close: (at: 'closed' | 'done') => void
}

function Enrolling({ model, enrol, close }: EnrollingProps) {
  const t = useTexts('account')
  const state = useReadable(enrol.state)
  if (state.status !== 'enrolled') {
    return (
      <>
        <Enrol enrol={enrol} />
        <Button icon={X} onClick={() => close('closed')}>
          {t('secondFactor.cancel')}
        </Button>
      </>
    )
  }
  return (
    <>
      <h3>{t('secondFactor:codes.title')}</h3>
      <p>{t('secondFactor:codes.lead')}</p>
      <RecoveryCodes
        codes={state.recoveryCodes}
        guard={(wouldBeLost) => model.guardAgainstLeaving(enrol, wouldBeLost)}
        goOn={() => close('done')}
      />
    </>
  )
}
