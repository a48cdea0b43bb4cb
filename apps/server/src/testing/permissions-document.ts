import { ACTING_ROLES, type ActingRole, CLIENT_EVENTS, PERMISSIONS } from '@visita/protocol'
import type { RouteEntry } from '../platform/route-table.ts'

const titleOf = (role: ActingRole): string => (role === 'anonymous' ? 'nobody' : role.replace('_', ' '))

/** What docs/PERMISSIONS.md says: who may what, and what each route and event asks for. */
export function permissionsDocument(routes: readonly RouteEntry[]): string {
  const api = routes.filter(({ url, method }) => url.startsWith('/api/') && method !== 'HEAD')
  return `# Permissions

Printed from the code by \`apps/server/src/permissions.int.test.ts\`, which fails when they differ and writes it
anew with \`npx vitest run --update permissions.int\`. The rules are in \`packages/protocol/src/permissions.ts\`.
What is not in this table is refused.

- **any**: whatever it is about.
- **related**: what is theirs, or what they take part in: a doctor's patients, a visit somebody was in.
- **owner**: what is theirs alone.

\`nobody\` has no session; a \`guest\` said a name in the quick lobby; \`pending\` has given a password and owes the
second factor; an \`interpreter\` or a \`relative\` came by a doctor's link into one visit.

## Who may what

${table([
  ['permission', ...ACTING_ROLES.map(titleOf)],
  ...Object.entries(PERMISSIONS).map(([permission, rule]) => [
    `\`${permission}\``,
    ...ACTING_ROLES.map((role) => rule[role] ?? ''),
  ]),
])}

## What each route asks for

${table([
  ['route', 'permission'],
  ...api
    .map(({ method, url, config }) => [`\`${method} ${url}\``, `\`${config.permission ?? 'none'}\``])
    .toSorted(([a = ''], [b = '']) => a.localeCompare(b)),
])}

## What each socket event asks for

${table([
  ['event', 'permission'],
  ...Object.entries(CLIENT_EVENTS).map(([event, { permission }]) => [`\`${event}\``, `\`${permission}\``]),
])}
`
}

/** Padded as prettier does, which checks the document as well. */
function table(rows: readonly (readonly string[])[]): string {
  const [head = []] = rows
  const widths = head.map((_, column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const [first = '', ...rest] = rows.map(line)
  return [first, line(widths.map((width) => '-'.repeat(width))), ...rest].join('\n')
}
