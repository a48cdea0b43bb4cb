import { spawnSync } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { CLIENT_EVENTS, mayEver } from '@visita/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RouteEntry } from './platform/route-table.ts'
import { fieldsOf, fieldsOfRoute } from './testing/fields.ts'
import { type Clinic, fill, OF_NOBODY } from './testing/marks/fill.ts'
import { formsOf } from './testing/marks/forms.ts'
import { contentsBelow, search } from './testing/marks/search.ts'
import { Sender } from './testing/marks/sender.ts'
import { Page } from './testing/page.ts'
import { type ServerProcess, startServerProcess } from './testing/process.ts'
import { changesState, nameOf } from './testing/routes.ts'
import { aFolder, aServer, type Browser } from './testing/server.ts'

/** All that is kept anywhere on the machine, and all that was written out. */
interface Places {
  folder: string
  dataDir: string
  env: Record<string, string>
  said: string[]
}

let folder: Awaited<ReturnType<typeof aFolder>>
let places: Places
let server: ServerProcess
let sender: Sender
let clinic: Clinic
/** Of the same server; a process of its own does not tell them. */
let routes: readonly RouteEntry[]

beforeAll(async () => {
  folder = await aFolder()
  const [dataDir, temporary] = [join(folder.path, 'data'), join(folder.path, 'temporary')]
  await mkdir(temporary)
  const env = {
    TMPDIR: temporary,
    SQLITE_TMPDIR: temporary,
    VISITA_LOG_LEVEL: 'debug',
    VISITA_LOBBY: 'open',
    VISITA_SELF_SIGN_UP: '1',
    // Nobody is there: what is told to its routes is heard all the same.
    VISITA_OIDC_ISSUER: 'http://127.0.0.1:9',
    VISITA_OIDC_CLIENT_ID: 'visita',
  }
  places = { folder: folder.path, dataDir, env, said: [] }
  server = await startServerProcess(dataDir, [], env)
  sender = new Sender(server.url)
  const setUpToken = server.said.map((line) => line.split('#setup=')[1]).find((token) => token !== undefined)
  clinic = await fill(sender, setUpToken ?? '')
  const same = await aServer(join(folder.path, 'same'))
  await same.close()
  routes = same.routes
}, 120_000)
afterAll(async () => {
  await server.kill()
  await folder[Symbol.asyncDispose]()
})

/** Every field of every route and event that takes what a person writes. */
function fieldsThatTakeText(): string[] {
  const ofRoutes = routes.flatMap((route) =>
    fieldsOfRoute(route).map(({ kind, path }) => ({ kind, path: `${nameOf(route)} ${path}` })),
  )
  const ofEvents = Object.entries(CLIENT_EVENTS).flatMap(([event, { request }]) =>
    fieldsOf(request, `${event} request`),
  )
  const texts = [...ofRoutes, ...ofEvents].filter(({ kind }) => kind === 'text').map(({ path }) => path)
  return texts.filter((path) => !OF_NOBODY.has(path))
}

/** Where anything that was sent or told in confidence can be read, outside the memory of the server. */
async function traces(marks: readonly string[] = sender.marks) {
  const contents = await contentsBelow([places.folder])
  contents.set('what was written out', Buffer.from([...places.said, server.output()].join('\n')))
  return search(contents, marks)
}

test('[B12] every field that takes a text is filled', () => {
  const texts = fieldsThatTakeText()
  expect(texts.length).toBeGreaterThan(30)
  expect(texts.filter((path) => !sender.filled.has(path))).toEqual([])
})

/** Whoever is let past the guard of a route, so that what they send is looked at. */
function whoGetsPast({ config: { permission } }: RouteEntry): Pick<Browser, 'fetch'> {
  const roles = ['administrator', 'privacy_officer', 'doctor', 'patient'] as const
  const role = roles.find((each) => permission !== undefined && mayEver([each], permission))
  return role === undefined ? sender.stranger() : clinic[role]
}

/** Every route, in the ways in which somebody can ask it wrongly; no answer quotes any of it. */
async function askAllWrong(): Promise<void> {
  for (const route of routes.filter(({ url }) => url.startsWith('/api/'))) {
    const mark = sender.mark()
    const path = `${route.url.replace(/:\w+\??/g, mark)}?${mark}=${mark}&before=${mark}&actor=${mark}`
    const names = fieldsOfRoute(route).map(({ path: field }) => field.split('.')[1] ?? '')
    const wrongTypes = JSON.stringify(Object.fromEntries(names.map((name) => [name, [mark]])))
    for (const body of changesState(route) ? [`{"a":"${mark}`, wrongTypes] : [undefined]) {
      const headers = {
        'content-type': 'application/json',
        [mark]: mark,
        referer: mark,
        'tus-resumable': mark,
      }
      const request = { method: route.method, headers, ...(body === undefined ? {} : { body }) }
      const answer = await (await whoGetsPast(route).fetch(path, request)).text()
      expect([nameOf(route), answer.includes(mark)]).toEqual([nameOf(route), false])
    }
  }
}

async function sayAllWrong(): Promise<void> {
  for (const event of [...Object.keys(CLIENT_EVENTS), sender.mark()]) {
    const page = new Page(server.url, clinic.doctor.cookie)
    expect(await page.admission()).toBe('connected')
    const [mark, nested] = [sender.mark(), { roomId: sender.mark(), intent: sender.mark() }]
    for (const payload of [mark, [mark], { [mark]: mark }, nested]) {
      await page.socket.timeout(10_000).emitWithAck(event, payload)
    }
    page.socket.disconnect()
  }
}

describe('[B12, C27, C39] nothing that was sent of anybody, and nothing that admits, is to be read', () => {
  test('while the server runs, in its files, its temporary files and what it writes out', async () => {
    expect(await traces()).toEqual([])
  })

  test('in what it says of requests that are wrong in every way', async () => {
    await askAllWrong()
    await sayAllWrong()
    expect(server.output()).not.toBe('')
    expect(await traces()).toEqual([])
  })

  test('after it was killed in the middle of its work, and in what the next start says', async () => {
    await server.kill()
    places.said.push(server.output())
    expect(await traces()).toEqual([])
    server = await startServerProcess(places.dataDir, [], places.env)
    expect(await traces()).toEqual([])
  })

  test('in its backups, and in what the command line says of them', async () => {
    const backup = command('backup', '--to', join(places.folder, 'backups'))
    const verified = command('audit', 'verify')
    const rotated = command('keys', 'rotate')
    expect([backup.status, verified.status, rotated.status]).toEqual([0, 0, 0])
    expect(await traces()).toEqual([])
  })

  test('after it was asked to stop', async () => {
    expect(await server.stop()).toBe(0)
    expect(await traces()).toEqual([])
  })
})

/** A command of the terminal, beside the server that runs. */
function command(...words: string[]) {
  const main = join(import.meta.dirname, 'cli', 'main.ts')
  const ran = spawnSync(process.execPath, [main, ...words], {
    env: { ...process.env, ...places.env, VISITA_DATA_DIR: places.dataDir },
    encoding: 'utf8',
  })
  places.said.push(ran.stdout, ran.stderr)
  return ran
}

describe('the search would find', () => {
  test('a text in every encoding, whatever stands around it', () => {
    const text = 'qzm000mzq'
    const forms = formsOf(text)
    const around = (shift: number): string => `${'~'.repeat(shift)}${text}~~`
    const writings: ((text: string) => Buffer)[] = [
      (plain) => Buffer.from(plain),
      (plain) => Buffer.from(plain, 'utf16le'),
      (plain) => Buffer.from(plain, 'utf16le').swap16(),
      (plain) => Buffer.from(Buffer.from(plain).toString('hex')),
      (plain) => Buffer.from(Buffer.from(plain).toString('hex').toUpperCase()),
      (plain) => Buffer.from(Buffer.from(plain).toString('base64')),
      (plain) => Buffer.from(Buffer.from(plain).toString('base64url')),
      (plain) => Buffer.from(Buffer.from(plain).toString('hex').replaceAll(/../g, '%$&')),
      (plain) => Buffer.from(Buffer.from(plain).toString('hex').replaceAll(/../g, '\\u00$&')),
      (plain) => Buffer.from(JSON.stringify({ plain })),
      (plain) => Buffer.from(encodeURIComponent(plain)),
    ]
    for (const [index, write] of writings.entries()) {
      for (const shift of [0, 1, 2, 3]) {
        const found = search(new Map([['here', write(around(shift))]]), [text])
        expect([index, shift, found.length > 0]).toEqual([index, shift, true])
      }
    }
    expect(search(new Map([['here', Buffer.from('qzm001mzq')]]), [text])).toEqual([])
    expect(Array.from(forms.values()).every((form) => form.length > 0)).toBe(true)
  })

  test('what is in the clear in each place: the database, its journal, the log', async () => {
    places.said.push(server.output())
    server = await startServerProcess(places.dataDir, [], places.env)
    const again = new Sender(server.url)
    const reply = await again.ask('PUT /api/session/guest', again.stranger(), {
      json: { displayName: 'Somebody of the lobby' },
      expected: 200,
    })
    const id = /"id":"([^"]+)"/.exec(await reply.text())?.[1] ?? ''
    const found = await traces([id, 'server stopping', 'Visita is ready', 'CREATE TABLE'])
    expect(found.some(({ text, place }) => text === id && place.endsWith('visita.db-wal'))).toBe(true)
    expect(found.some(({ text, place }) => text === 'CREATE TABLE' && place.endsWith('visita.db'))).toBe(true)
    for (const text of ['server stopping', 'Visita is ready']) {
      expect(found.some((each) => each.text === text && each.place === 'what was written out')).toBe(true)
    }
  })
})
