import { Smartphone, X } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Card, Notice, useReadable } from '../../ui/index.ts'
import type { AppModel } from '../app/app-model.ts'
import { Enrol, EnrolModel, RecoveryCodes } from '../second-factor/index.ts'

type Step = { at: 'closed' } | { at: 'enrolling'; enrol: EnrolModel } | { at: 'done' }

/** Another telephone, or the first; either way the recovery codes are new. */
export function OwnSecondFactor({ model }: { model: AppModel }) {
  const t = useTexts('account')
  const [step, setStep] = useState<Step>({ at: 'closed' })
  return (
    <Card title={t('secondFactor.title')} lead={t('secondFactor.lead')}>
      {step.at === 'done' && <Notice>{t('secondFactor.done')}</Notice>}
      {step.at === 'enrolling' ? (
        <Enrolling model={model} enrol={step.enrol} close={(at) => setStep({ at })} />
      ) : (
        <Button icon={Smartphone} onClick={() => setStep({ at: 'enrolling', enrol: new EnrolModel() })}>
          {t('secondFactor.begin')}
        </Button>
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
