import type { DemoAccount } from '../modules/accounts/index.ts'

const CODES_A_LINE = 5

/** What whoever tries the demo clinic needs, for the terminal: it is told this once, and is in no log. */
export function handOver(accounts: readonly DemoAccount[]): string {
  const width = Math.max(...accounts.map(({ login }) => login.length))
  const people = accounts.map(
    ({ login, password, member: { person } }) =>
      `  ${login.padEnd(width)}  ${password}  ${person.displayName}`,
  )
  const factors = accounts.flatMap(({ login, secondFactor }) =>
    secondFactor === null ? [] : ['', `  ${login}`, ...factorLines(secondFactor)],
  )
  return [
    'This is a demo clinic: everybody in it is invented. E-mail and password of each, shown this once:',
    '',
    ...people,
    '',
    'Who works there needs a code after the password, as in a real clinic. Without a telephone press "Use a',
    'recovery code": each of these is good once. Or type the key into an authenticator app, and use its codes.',
    ...factors,
    '',
    '',
  ].join('\n')
}

function factorLines({ secret, codes }: NonNullable<DemoAccount['secondFactor']>): string[] {
  const rows = Array.from({ length: Math.ceil(codes.length / CODES_A_LINE) }, (_, row) =>
    codes.slice(row * CODES_A_LINE, (row + 1) * CODES_A_LINE).join('  '),
  )
  return [
    `    key    ${secret}`,
    ...rows.map((row, index) => `    ${index === 0 ? 'codes' : '     '}  ${row}`),
  ]
}
