import type { PersonId } from '@visita/protocol'
import { useEffect, useState } from 'react'
import { Link } from 'wouter'
import { consentApi } from '../../platform/consent-api.ts'
import { useTexts } from '../../platform/i18n.ts'
import { Notice } from '../../ui/index.ts'
import record from '../record/Record.module.css'

/** The way to what the patient was not asked for yet. */
export function ConsentNotice({ patientId }: { patientId: PersonId }) {
  const t = useTexts('consents')
  const [unasked, setUnasked] = useState(0)
  useEffect(() => {
    let isHere = true
    void consentApi
      .list(patientId)
      .then((consents) => isHere && setUnasked(consents.filter(({ answers }) => answers.length === 0).length))
      // The page has its own word for what cannot be read.
      .catch(() => undefined)
    return () => {
      isHere = false
    }
  }, [patientId])
  if (unasked === 0) return null
  return (
    <Notice
      title={t('notice.title')}
      actions={
        <Link href="/record/consents" className={record.button}>
          {t('notice.go')}
        </Link>
      }
    >
      {t('notice.text', { count: unasked })}
    </Notice>
  )
}
