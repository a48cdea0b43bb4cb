import { displayNameProblem, LIMITS, personIdSchema } from '@visita/protocol'
import { Link2 } from 'lucide-react'
import { useState } from 'react'
import type { MadeLink } from '../../platform/account-api.ts'
import { useTexts } from '../../platform/i18n.ts'
import { visitLinkApi } from '../../platform/visit-link-api.ts'
import { Button, PageTitle, TextField } from '../../ui/index.ts'
import { DoctorSelect } from '../forms/DoctorSelect.tsx'
import { Form } from '../forms/Form.tsx'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useDraft } from '../forms/use-draft.ts'
import { useRequest } from '../forms/use-request.ts'
import type { PageProps } from '../home/pages.ts'
import { LinkToHandOver } from './LinkToHandOver.tsx'
import { OpenVisitLinks } from './OpenVisitLinks.tsx'
import styles from './People.module.css'

/** Makes a link with which somebody without an account comes to one visit. */
export function VisitLinks({ model }: PageProps) {
  const t = useTexts('people')
  const [made, setMade] = useState<{ link: MadeLink; name: string } | null>(null)
  return (
    <div className={styles.narrow}>
      <PageTitle>{t('visitLinks.title')}</PageTitle>
      {made === null ? (
        <>
          <MakeForm model={model} made={(link, name) => setMade({ link, name })} />
          <OpenVisitLinks />
        </>
      ) : (
        <>
          <LinkToHandOver kind="visit" {...made} />
          <Button icon={Link2} onClick={() => setMade(null)}>
            {t('visitLinks.another')}
          </Button>
        </>
      )}
    </div>
  )
}

interface MakeFormProps {
  model: PageProps['model']
  made: (link: MadeLink, name: string) => void
}

function MakeForm({ model: { drafts }, made }: MakeFormProps) {
  const t = useTexts('people')
  const [name, setName] = useDraft(drafts, 'visitLink.name')
  const [doctor, setDoctor] = useState('')
  const [checked, setChecked] = useState(false)
  const request = useRequest()
  const problem = displayNameProblem(name, LIMITS.knownName)

  const submit = (): void => {
    setChecked(true)
    if (problem !== null) return
    void request.run(async () => {
      const wished = personIdSchema.safeParse(doctor).data ?? null
      const link = await visitLinkApi.make({ displayName: name, doctor: wished })
      drafts.write('visitLink.name', '')
      made(link, name)
    })
  }

  return (
    <Form className={styles.form} submit={submit}>
      <p className={styles.quiet}>{t('visitLinks.lead')}</p>
      <TextField
        label={t('visitLinks.name')}
        problem={
          checked && problem
            ? t(problem === 'too_short' ? 'visitLinks.nameMissing' : `identify:problem.${problem}`)
            : null
        }
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <DoctorSelect
        label={t('visitLinks.doctor')}
        any={t('visitLinks.anyDoctor')}
        doctor={doctor}
        choose={setDoctor}
      />
      <RefusalNotice code={request.refused} here={{ bad_request: t('visitLinks.gone') }} />
      <Button type="submit" tone="primary" icon={Link2} wide disabled={request.sending}>
        {t('visitLinks.make')}
      </Button>
    </Form>
  )
}
