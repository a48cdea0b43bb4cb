import { join } from 'node:path'
import { expect, test } from 'vitest'
import { arrowsBelow, faultOf } from './arrows.ts'

const arrow = (from: string, to: string) => ({ from, to })

test.each([
  [arrow('modules/visits/service.ts', 'modules/vault/keys.ts'), 'a module is entered through its index'],
  [arrow('main.ts', 'modules/visits/service.ts'), 'a module is entered through its index'],
  [arrow('platform/database.ts', 'modules/visits/index.ts'), 'platform imports no module'],
  [arrow('modules/vault/index.ts', 'modules/visits/index.ts'), 'vault imports no module'],
  [
    arrow('modules/visits/repository.ts', 'modules/visits/service.ts'),
    'routes → policy → service → repository',
  ],
  [arrow('modules/visits/service.ts', 'modules/visits/repository.ts'), null],
  [arrow('modules/visits/service.ts', 'modules/visits/room-id.ts'), null],
  [arrow('modules/visits/room-id.ts', 'modules/visits/repository.ts'), null],
  [arrow('modules/visits/index.ts', 'modules/visits/routes.ts'), null],
  [arrow('modules/signalling/sockets.ts', 'modules/visits/index.ts'), null],
  [arrow('modules/visits/service.ts', 'platform/clock.ts'), null],
])('an arrow %o gives %s', (given, fault) => {
  expect(faultOf(given)).toBe(fault)
})

test("the server's modules keep to the arrows", () => {
  const arrows = arrowsBelow(join(import.meta.dirname, '../apps/server/src'))
  expect(arrows).not.toEqual([])
  const faults = arrows
    .map((each) => ({ ...each, fault: faultOf(each) }))
    .filter(({ fault }) => fault !== null)
  expect(faults).toEqual([])
})
