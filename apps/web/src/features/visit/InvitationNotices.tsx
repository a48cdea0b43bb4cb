import { Check, X } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Notice, useReadable } from '../../ui/index.ts'
import { Ringing } from '../lobby/Ringing.tsx'
import { isCompanion } from './places.ts'
import type { VisitModel } from './visit-model.ts'

/** Somebody is talking at this moment. */
const HEARD = 3

/** Asks whether somebody may come into the visit, and says why somebody did not. */
export function InvitationNotices({ visit: { invitations, nameOf } }: { visit: VisitModel }) {
  const t = useTexts('visit')
  const invited = useReadable(invitations.invited)
  const news = useReadable(invitations.news)
  const asking = invited.filter((each) => invitations.asksMe(each))
  return (
    <>
      {asking.length > 0 && <Ringing key={asking.length} title={t('consent.tab')} times={HEARD} />}
      {asking.map((person) => (
        <Notice
          key={person.id}
          title={t('consent.title', {
            doctor: nameOf(person.by),
            name: person.displayName,
            role: t(`roles.${person.role}`),
          })}
          actions={
            <>
              <Button tone="primary" icon={Check} onClick={() => void invitations.answer(person, true)}>
                {t('consent.allow')}
              </Button>
              <Button icon={X} onClick={() => void invitations.answer(person, false)}>
                {t('consent.refuse')}
              </Button>
            </>
          }
        >
          {t(isCompanion(person) ? 'consent.companion' : 'consent.text', {
            name: person.displayName,
          })}
        </Notice>
      ))}
      {news && (
        <Notice
          actions={<Button onClick={() => invitations.dismissNews()}>{t('invitationOver.dismiss')}</Button>}
        >
          {t([`invitationOver.${news.outcome}`, `errors:${news.outcome}`, 'invitationOver.other'], {
            name: news.person.displayName,
          })}
        </Notice>
      )}
    </>
  )
}
