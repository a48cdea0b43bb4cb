import { displayNameProblem, loginSchema, newPasswordSchema, type DisplayNameProblem } from '@visita/protocol'
import type { NewAccount } from '../../platform/account-api.ts'

/** What the page can tell is wrong before it asks the server, which looks at all of it again. */
export interface NewAccountProblems {
  displayName: DisplayNameProblem | null
  login: 'not_an_address' | null
  password: 'too_short' | null
}

export function problemsOf({ displayName, login, password }: NewAccount): NewAccountProblems {
  return {
    displayName: displayNameProblem(displayName),
    login: loginSchema.safeParse(login).success ? null : 'not_an_address',
    password: passwordProblem(password),
  }
}

export const passwordProblem = (password: string): 'too_short' | null =>
  newPasswordSchema.safeParse(password).success ? null : 'too_short'

export const isFine = (problems: NewAccountProblems): boolean =>
  Object.values(problems).every((problem) => problem === null)
