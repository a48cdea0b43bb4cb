import {
  consentText,
  newestConsentVersion,
  type Consent,
  type ConsentAnswer,
  type PersonId,
} from '@visita/protocol'
import { ArrowLeft, Check, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Link } from 'wouter'
import { consentApi } from '../../platform/consent-api.ts'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Card, PageTitle } from '../../ui/index.ts'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useRequest } from '../forms/use-request.ts'
import type { PageProps } from '../home/pages.ts'
import { ReadingModel } from '../record/reading-model.ts'
import record from '../record/Record.module.css'
import { Shown } from '../record/Shown.tsx'
import { day } from '../record/times.ts'
import styles from './Consents.module.css'
import { History } from './History.tsx'
import { standingOf } from './standing.ts'

/** What the patient agrees to: each by itself, to be taken back at any time (B27). */
export function OwnConsents({ signedIn: { self } }: PageProps) {
  const t = useTexts('consents')
  const [model] = useState(() => new ReadingModel(() => consentApi.list(self.id)))
  useEffect(() => void model.load(), [model])
  return (
    <div className={record.narrow}>
      <Link href="/record" className={record.back}>
        <ArrowLeft aria-hidden size={22} />
        {t('record:visit.backToOwn')}
      </Link>
      <PageTitle>{t('title')}</PageTitle>
      <p>{t('lead')}</p>
      <Shown model={model}>
        {(consents) =>
          consents.map((consent) => (
            <OneConsent
              key={consent.kind}
              consent={consent}
              patientId={self.id}
              onChanged={() => model.load()}
            />
          ))
        }
      </Shown>
    </div>
  )
}

interface OneConsentProps {
  consent: Consent
  patientId: PersonId
  onChanged: () => Promise<void>
}

function OneConsent({ consent, patientId, onChanged }: OneConsentProps) {
  const t = useTexts('consents')
  const request = useRequest()
  const { kind, answers } = consent
  const version = newestConsentVersion(kind)
  const words = consentText(kind, version)
  const standing = standingOf(consent)
  const say = (answer: ConsentAnswer): void =>
    void request.run(async () => {
      try {
        await consentApi.answer(patientId, kind, { after: answers.length, answer, version })
      } finally {
        // Also where it was refused: what is shown then is not how it stands.
        await onChanged()
      }
    })
  return (
    <Card title={t(`kind.${kind}`)}>
      <p>{words?.text}</p>
      <p>
        <strong>{words?.question}</strong>
      </p>
      <p role="status" className={styles.standing} data-standing={standing}>
        {t(`own.${standing}`, { day: day(answers[0]?.at ?? 0) })}
      </p>
      <div className={styles.answers}>
        <Button
          icon={Check}
          tone={standing === 'unasked' ? 'primary' : 'quiet'}
          disabled={request.sending || standing === 'yes'}
          onClick={() => say('yes')}
        >
          {t('answer.yes')}
        </Button>
        <Button
          icon={X}
          disabled={request.sending || standing === 'no' || standing === 'revoked'}
          onClick={() => say('no')}
        >
          {t(standing === 'yes' || standing === 'outdated' ? 'answer.revoke' : 'answer.no')}
        </Button>
      </div>
      <RefusalNotice code={request.refused} here={{ conflict: t('crossed') }} />
      <History consent={consent} />
    </Card>
  )
}
