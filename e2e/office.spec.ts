import { readFile } from 'node:fs/promises'
import type { Browser } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { axeFindsNothing, DESKTOP, fitsHands, NARROWEST, PHONE } from './inspect.ts'
import { aMember, anAdministrator } from './members.ts'
import type { Person, Setup } from './people.ts'
import type { TestServer } from './server.ts'

const OFFICER = 'Petra Privacy'
const DOCTOR = 'Doctor Adaeze Okonkwo'

test.use({ serverEnv: { VISITA_LOBBY: 'signed_in' } })

async function anOfficer(browser: Browser, server: TestServer, setup: Setup = {}) {
  const { desk: administrator } = await anAdministrator(browser, server, setup)
  const options = { name: OFFICER, roles: ['privacy_officer'], setup } as const
  const { desk: officer } = await aMember(browser, administrator, options)
  return { administrator, officer }
}

/** Each page in two sizes, and in the dark. */
async function inspect({ page }: Person, where: string): Promise<void> {
  for (const size of [PHONE, DESKTOP]) {
    await page.setViewportSize(size)
    await axeFindsNothing(page, `${where}, ${size.width} px`)
    await page.emulateMedia({ colorScheme: 'dark' })
    await axeFindsNothing(page, `${where}, dark`, ['color-contrast'])
    await page.emulateMedia({ colorScheme: 'light' })
  }
  await page.setViewportSize(NARROWEST)
  await fitsHands(page, where)
  await page.setViewportSize(DESKTOP)
}

test('[B14] the privacy officer searches the log, takes a copy, and checks that it is whole', async ({
  browser,
  server,
}) => {
  const { administrator, officer } = await anOfficer(browser, server)
  await aMember(browser, administrator, { name: DOCTOR, roles: ['doctor'] })
  const { page } = officer
  await officer.readsTitle('Log')
  const events = page.getByRole('list', { name: 'Events, the newest first' })
  await expect(events).toContainText(`${OFFICER} searched this log.`)

  await page.getByLabel('What happened').selectOption({ label: 'Invitation made' })
  await page.getByLabel('Who did it').selectOption({ label: administrator.name })
  await officer.press('Search')
  await expect(events.getByRole('listitem')).toHaveCount(1)
  await expect(events).toContainText(`${administrator.name} invited somebody as Privacy officer.`)

  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'As a table (CSV)' }).click()
  const file = await download
  expect(file.suggestedFilename()).toBe('visita-audit.csv')
  const text = await readFile(await file.path(), 'utf8')
  expect(text.split('\r\n')[1]).toContain('invitation.made')

  await officer.press('Show everything')
  await expect(events).toContainText(`${administrator.name} invited somebody as Doctor.`)
  await expect(events).toContainText(`${OFFICER} took a copy of this log as a table`)
  await events.getByText(`${administrator.name} set up this clinic.`).click()
  await officer.press('Only what they did')
  await expect(page.getByLabel('Who did it')).toHaveValue(/./)
  await expect(events).not.toContainText(OFFICER)

  await officer.press('Check it now')
  await officer.reads('Nothing was changed')
  await inspect(officer, 'log')
})
