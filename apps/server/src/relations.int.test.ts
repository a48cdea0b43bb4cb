import { ACTING_ROLES, type ActingRole, may, type Permission, PERMISSIONS } from '@visita/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId, newToken } from './platform/random.ts'
import type { RouteEntry } from './platform/route-table.ts'
import { fieldsOfRoute } from './testing/fields.ts'
import { ELSEWHERE, ID_ROUTES, type IdRoute } from './testing/relations/id-routes.ts'
import { idsOfEveryKind, tokensOfEveryKind } from './testing/relations/ids.ts'
import type { Thing } from './testing/relations/things.ts'
import { type Asker, aWorld, outside, type Stand, type World } from './testing/relations/world.ts'
import { changesState, nameOf, pathOf } from './testing/routes.ts'
import { anAddress, aFolder, aServer, type TestServer } from './testing/server.ts'

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let world: World

beforeAll(async () => {
  folder = await aFolder()
  // Each request comes from an address of its own: how many may come from one is tested elsewhere.
  server = await aServer(folder.path, { env: { VISITA_TRUSTED_PROXIES: '127.0.0.0/8' } })
  world = await aWorld(server)
}, 120_000)
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

const idFieldsOf = (route: RouteEntry): string[] =>
  fieldsOfRoute(route)
    .filter(({ kind }) => kind === 'id' || kind === 'token')
    .map(({ path }) => path.split('.').at(-1) ?? '')

const idRoutes = (): RouteEntry[] =>
  server.routes.filter((route) => route.url.startsWith('/api/') && idFieldsOf(route).length > 0)

/** HEAD is answered by the handler of GET, and asked as that. */
const namesOf = (route: RouteEntry): string[] => [
  nameOf(route),
  nameOf({ ...route, method: route.method.replace(/^HEAD$/, 'GET') }),
]

test('[C13] every route that is asked by an id is in the matrix, and nothing else is', () => {
  const inMatrix = [...Object.keys(ID_ROUTES), ...Object.keys(ELSEWHERE)]
  const missing = idRoutes().filter((route) => !namesOf(route).some((name) => inMatrix.includes(name)))
  expect(missing.map(nameOf)).toEqual([])
  const names = new Set(idRoutes().map(nameOf))
  expect(inMatrix.filter((name) => !names.has(name))).toEqual([])
})

function routeOf(name: string): { route: RouteEntry; permission: Permission } {
  const route = server.routes.find((each) => nameOf(each) === name)
  const permission = route?.config.permission
  if (route === undefined || permission === undefined) throw new Error(`there is no ${name}`)
  return { route, permission }
}

/** What came of asking: whether it was done, and the answer. */
interface Outcome {
  isDone: boolean
  answer: string
}

async function ask(
  { route }: { route: RouteEntry },
  { request, path }: IdRoute,
  who: Asker,
  { ids, isDone }: Thing,
): Promise<Outcome> {
  const { headers, ...rest } = request?.(ids) ?? {}
  const reply = await who.fetch(path?.(ids) ?? pathOf(route, ids), {
    ...rest,
    method: route.method,
    headers: { ...headers, 'x-forwarded-for': anAddress() },
  })
  const answer = `${reply.status} ${await reply.text()}`
  if (reply.status >= 500) throw new Error(`${nameOf(route)} failed: ${answer}`)
  return { isDone: (await isDone?.()) ?? reply.status < 400, answer }
}

/** Everybody who asks for a thing: those who have to do with it, and somebody of every role who has not. */
function standsFor({ stands }: Thing, { admits }: IdRoute): Stand[] {
  if (admits) return [{ role: 'anonymous', relation: 'unrelated', who: world.outsiders.anonymous }]
  return [...stands, ...outside(world, stands)]
}

/** To whom it is refused alike whether or not it is there: with the ids of nothing. */
const unknown = (thing: Thing): Thing => ({
  ...thing,
  ids: Object.fromEntries(
    Object.keys(thing.ids).map((field) => [field, /token|room/i.test(field) ? newToken() : newId()]),
  ),
})

type Asked = Pick<Stand, 'role' | 'relation'>

/** Everybody asks for what this makes, made anew whenever it was used up. */
async function askAll(name: string, make: IdRoute['things'][number]): Promise<Asked[]> {
  const [entry, { route, permission }] = [ID_ROUTES[name] ?? { things: [] }, routeOf(name)]
  const asked: Asked[] = []
  let thing = await make(world)
  for (const { role, relation, who } of standsFor(thing, entry)) {
    asked.push({ role, relation })
    const { isDone, answer } = await ask({ route }, entry, who, thing)
    const expected = may([role], permission, relation)
    expect([role, relation, isDone], `answered ${answer}`).toEqual([role, relation, expected])
    // Of an id that the page makes there is always something to be told.
    const ofNothing = isDone || entry.made ? null : await ask({ route }, entry, who, unknown(thing))
    expect([role, relation, answer]).toEqual([role, relation, ofNothing?.answer ?? answer])
    if (!isDone || !(changesState(route) || entry.admits)) continue
    await thing.putAway?.()
    thing = await make(world)
  }
  await thing.putAway?.()
  return asked
}

const rolesIn = (permission: Permission): ActingRole[] =>
  ACTING_ROLES.filter((role) => PERMISSIONS[permission][role] !== undefined)

describe('[B11, C13] by relation', () => {
  test.each(Object.entries(ID_ROUTES))(
    '%s is answered to those alone whom a rule names, to others as if it were not there',
    async (name, { things, admits, unheld = [] }) => {
      const { permission } = routeOf(name)
      const asked: Asked[] = []
      for (const make of things) asked.push(...(await askAll(name, make)))
      // Each role that the rule names has asked as what it is named for and, where that is not all, as less.
      const answersTo = (role: ActingRole): Set<boolean> =>
        new Set(
          asked.filter((each) => each.role === role).map(({ relation }) => may([role], permission, relation)),
        )
      const roles = admits ? [] : rolesIn(permission).filter((role) => !unheld.includes(role))
      expect(roles.map((role) => [role, answersTo(role)])).toEqual(
        roles.map((role) => [
          role,
          new Set(PERMISSIONS[permission][role] === 'any' ? [true] : [true, false]),
        ]),
      )
    },
  )
})

/** A field that takes any person is asked with persons by their own right. */
const isAsGood = (field: string, kind: string): boolean =>
  field === 'personId' && (kind === 'patient' || kind === 'doctor')

const isLinkOf = (name: string, kind: string): boolean =>
  (kind === 'an invitation' && name.includes('/invitations/')) ||
  (kind === 'a link to a visit' && /\/(visit-links|session\/link)/.test(name)) ||
  (kind === 'a reset' && name.endsWith('/resets'))

describe('[C13] the id of something else, or of what is gone', () => {
  const narrow = Object.entries(ID_ROUTES).filter(([, { filters }]) => !filters)

  let ids: Promise<Thing['ids']>
  beforeAll(() => {
    ids = idsOfEveryKind(world)
  })

  test.each(narrow)('opens nothing in %s', async (name, entry) => {
    const others = entry.admits ? await tokensOfEveryKind(world) : await ids
    const { route, permission } = routeOf(name)
    const [make] = entry.things
    const thing = await make?.(world)
    const stand =
      thing && standsFor(thing, entry).find(({ role, relation }) => may([role], permission, relation))
    if (thing === undefined || stand === undefined) throw new Error('nobody may')
    const fields = (entry.fields ?? idFieldsOf(route)).filter((field) => !entry.made?.includes(field))
    let tried = 0
    for (const field of fields) {
      for (const [kind, id] of Object.entries(others)) {
        if (kind === field || isAsGood(field, kind) || isLinkOf(name, kind)) continue
        tried += 1
        const wrong = { ...thing, ids: { ...thing.ids, [field]: id } }
        const { isDone, answer } = await ask({ route }, entry, stand.who, wrong)
        expect([field, kind, isDone], `answered ${answer}`).toEqual([field, kind, false])
      }
    }
    expect(tried).toBeGreaterThan(2)
    await thing.putAway?.()
  })
})
