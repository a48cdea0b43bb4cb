import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from '@playwright/test'
import type { Role } from '@visita/protocol'
import { anAccount, anAdministrator } from '../apps/server/src/testing/accounts.ts'
import { aServer } from '../apps/server/src/testing/server.ts'
import { aPerson, type Person, type Setup } from './people.ts'
import { TestServer } from './server.ts'

export interface Seeded {
  server: TestServer
  /** Somebody's browser in which they are signed in, with their page open. */
  open: (browser: Browser, name: string, setup?: Setup) => Promise<Person>
  stop: () => Promise<void>
}

/** A clinic with these accounts, made over HTTP: by the pages each takes seconds, which a room of many multiplies. */
export async function aSeededClinic(
  people: readonly { name: string; roles: readonly Role[] }[],
  env: Record<string, string>,
): Promise<Seeded> {
  const folder = await mkdtemp(join(tmpdir(), 'visita-clinic-'))
  const seeding = await aServer(folder)
  const administrator = await anAdministrator(seeding)
  const cookies = new Map<string, string>()
  for (const { name, roles } of people) {
    const { cookie } = await anAccount(seeding, administrator, roles, name)
    cookies.set(name, cookie)
  }
  await seeding.close()
  const server = await TestServer.start({ ...env, VISITA_DATA_DIR: folder })
  return {
    server,
    open: async (browser, name, setup = {}) => {
      const person = await aPerson(browser, name, setup)
      const each = Array.from((cookies.get(name) ?? '').matchAll(/([^=; ]+)=([^;]*)/g))
      await person.page
        .context()
        .addCookies(each.map(([, key = '', value = '']) => ({ name: key, value, url: server.url })))
      await person.page.goto(server.url)
      return person
    },
    stop: async () => {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
