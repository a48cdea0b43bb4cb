import type { Role } from '@visita/protocol'
import { Check, KeyRound, UserRoundCheck, UserRoundX, X } from 'lucide-react'
import { useState } from 'react'
import type { MadeLink } from '../../platform/account-api.ts'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Dialog, Notice } from '../../ui/index.ts'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useRequest } from '../forms/use-request.ts'
import { ErasePerson } from './ErasePerson.tsx'
import { LinkToHandOver } from './LinkToHandOver.tsx'
import styles from './People.module.css'
import type { AccountHolder, PeopleModel } from './people-model.ts'
import { RoleChoice } from './RoleChoice.tsx'

interface ChangePersonProps {
  person: AccountHolder
  model: PeopleModel
}

/** Other roles, a link for another password, closing or opening the account, and erasing the person. */
export function ChangePerson({ person, model }: ChangePersonProps) {
  return (
    <div className={styles.changes}>
      <ChangeRoles person={person} model={model} />
      <div className={styles.access}>
        <OfferReset person={person} model={model} />
        <ChangeStatus person={person} model={model} />
        <ErasePerson person={person} model={model} />
      </div>
    </div>
  )
}

function ChangeRoles({ person, model }: ChangePersonProps) {
  const t = useTexts('people')
  const [roles, setRoles] = useState<readonly Role[]>(person.roles)
  const [saved, setSaved] = useState(false)
  const request = useRequest()
  const isChanged =
    roles.length !== person.roles.length || !roles.every((role) => person.roles.includes(role))
  const choose = (next: readonly Role[]): void => {
    setSaved(false)
    setRoles(next)
  }
  const save = async (): Promise<void> =>
    setSaved(await request.run(() => model.setRoles(person.id, Array.from(roles))))
  return (
    <div className={styles.form}>
      <RoleChoice roles={roles} choose={choose} problem={roles.length === 0 ? t('rolesMissing') : null} />
      <RefusalNotice code={request.refused} />
      {saved && <Notice>{t('rolesSaved', { name: person.displayName })}</Notice>}
      <Button
        tone="primary"
        icon={Check}
        disabled={!isChanged || roles.length === 0 || request.sending}
        onClick={() => void save()}
      >
        {t('saveRoles')}
      </Button>
    </div>
  )
}

function OfferReset({ person: { id, displayName }, model }: ChangePersonProps) {
  const t = useTexts('people')
  const [link, setLink] = useState<MadeLink | null>(null)
  const request = useRequest()
  if (link !== null) return <LinkToHandOver kind="reset" link={link} name={displayName} />
  return (
    <div className={styles.form}>
      <h3>{t('reset.title')}</h3>
      <p className={styles.quiet}>{t('reset.text')}</p>
      <RefusalNotice code={request.refused} />
      <Button
        icon={KeyRound}
        disabled={request.sending}
        onClick={() => void request.run(async () => setLink(await model.offerReset(id)))}
      >
        {t('reset.make')}
      </Button>
    </div>
  )
}

function ChangeStatus({ person: { id, displayName, status }, model }: ChangePersonProps) {
  const t = useTexts('people')
  const [asking, setAsking] = useState(false)
  const request = useRequest()
  const disable = (): void => {
    setAsking(false)
    void request.run(() => model.setStatus(id, 'disabled'))
  }
  return (
    <div className={styles.form}>
      <h3>{t(`status.${status}.title`)}</h3>
      <p className={styles.quiet}>{t(`status.${status}.text`)}</p>
      <RefusalNotice code={request.refused} />
      {status === 'disabled' ? (
        <Button
          icon={UserRoundCheck}
          disabled={request.sending}
          onClick={() => void request.run(() => model.setStatus(id, 'active'))}
        >
          {t('status.enable')}
        </Button>
      ) : (
        <Button icon={UserRoundX} disabled={request.sending} onClick={() => setAsking(true)}>
          {t('status.disable')}
        </Button>
      )}
      {asking && (
        <Dialog
          title={t('status.ask', { name: displayName })}
          onDismiss={() => setAsking(false)}
          actions={
            <>
              <Button icon={UserRoundX} tone="danger" onClick={disable}>
                {t('status.disable')}
              </Button>
              <Button icon={X} onClick={() => setAsking(false)}>
                {t('status.keep')}
              </Button>
            </>
          }
        >
          <p className={styles.quiet}>{t('status.askText')}</p>
        </Dialog>
      )}
    </div>
  )
}
