import account from '../../locales/en/account.json'
import { addTexts } from '../../platform/i18n.ts'

export { Account } from './Account.tsx'

addTexts('account', account)
