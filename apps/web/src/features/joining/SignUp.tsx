import { accountApi } from '../../platform/account-api.ts'
import { useTexts } from '../../platform/i18n.ts'
import { clearFragment } from '../../platform/use-fragment.ts'
import { PageTitle } from '../../ui/index.ts'
import type { AppModel } from '../app/app-model.ts'
import { AccountForm } from '../forms/AccountForm.tsx'
import { SinglePage } from '../forms/SinglePage.tsx'

/** A patient makes an account, where the clinic allows it. */
export function SignUp({ model }: { model: AppModel }) {
  const t = useTexts('joining')
  return (
    <SinglePage back={{ to: '#sign-in', label: t('welcome:back') }}>
      <PageTitle>{t('signUp.title')}</PageTitle>
      <p>{t('signUp.lead')}</p>
      <AccountForm
        submit={t('signUp.submit')}
        make={async (account) => {
          const reply = await accountApi.signUp(account)
          clearFragment()
          model.enter(reply)
        }}
      />
    </SinglePage>
  )
}
