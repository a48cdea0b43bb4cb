import { randomUUID } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { axeFindsNothing, DESKTOP, fitsHands, NARROWEST, PHONE } from './inspect.ts'
import { aMember, anAdministrator } from './members.ts'
import type { Person, Setup } from './people.ts'
import type { TestServer } from './server.ts'

const OFFICER = 'Petra Privacy'
const DOCTOR = 'Doctor Adaeze Okonkwo'
const PATIENT = 'Johanna Beispiel'

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
  await page.getByRole('link', { name: 'Log', exact: true }).click()
  await officer.readsTitle('Log')
  const events = page.getByRole('list', { name: 'Events, the newest first' })
  await expect(events).toContainText(`${administrator.name} set up this clinic.`)

  await page.getByLabel('What happened').selectOption({ label: 'Invitation made' })
  await page.getByLabel('Who did it').selectOption({ label: administrator.name })
  await officer.press('Search')
  await expect(events.getByRole('listitem')).toHaveText([
    /Ada Administrator invited somebody as Doctor\./,
    /Ada Administrator invited somebody as Privacy officer\./,
  ])

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

test('[B35] the administrator changes settings together, and they hold', async ({ browser, server }) => {
  const { desk } = await anAdministrator(browser, server)
  const { page } = desk
  await page.getByRole('link', { name: 'Settings', exact: true }).click()
  await desk.readsTitle('Settings')
  await page.getByRole('textbox', { name: 'Clinic name' }).fill('Klinik am See')
  await page.getByRole('textbox', { name: 'Backup hours' }).fill('0')
  await desk.press('Save 2 changes')
  await desk.reads('One setting does not fit. Nothing was saved')
  await expect(page.getByRole('textbox', { name: 'Backup hours' })).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByRole('textbox', { name: 'Backup hours' })).toBeFocused()
  await desk.reads('No backups are made: no folder is named for them.')
  await inspect(desk, 'settings')

  await page.getByRole('textbox', { name: 'Backup hours' }).fill('12')
  await desk.press('Save 2 changes')
  await desk.reads('Saved. It holds from now on.')
  await page.reload()
  await expect(page.getByRole('textbox', { name: 'Backup hours' })).toHaveValue('12')
  await expect(page.getByRole('banner')).toContainText('Klinik am See')
})

test('[C31] an administrator erases a patient, who is gone at once and for ever', async ({
  browser,
  server,
}) => {
  const { desk } = await anAdministrator(browser, server)
  const { desk: patient, member } = await aMember(browser, desk, { name: PATIENT, roles: ['patient'] })
  const { page } = desk
  await page.getByRole('link', { name: 'People', exact: true }).click()
  await desk.press(`Change ${PATIENT}`)
  await desk.press('Erase this person')
  const question = page.getByRole('dialog')
  await expect(question).toContainText('their whole record')
  await question.getByRole('button', { name: 'Erase for ever' }).click()
  await expect(question).toContainText('This is not the name.')
  await inspect(desk, 'erasing')
  await question.getByRole('textbox').fill(PATIENT)
  await question.getByRole('button', { name: 'Erase for ever' }).click()
  await desk.reads(`${PATIENT} was erased.`)
  await expect(page.getByText(`${PATIENT} was erased.`)).toBeInViewport()
  await expect(page.getByRole('list', { name: 'People' })).not.toContainText(PATIENT)
  await expect(patient.page.getByText('You were signed out')).toBeVisible()
  await member.givesPassword(patient)
  await expect(patient.page.getByRole('alert')).toContainText('do not belong together')
})

test.describe('with a folder for backups', () => {
  const folder = join(tmpdir(), `visita-backups-${randomUUID()}`)
  test.use({ serverEnv: { VISITA_LOBBY: 'signed_in', VISITA_BACKUP_FOLDER: folder } })
  test.afterAll(() => rm(folder, { recursive: true, force: true }))

  test('[B16] the administrator backs up now, and sees that it is made', async ({ browser, server }) => {
    const { desk } = await anAdministrator(browser, server)
    const { page } = desk
    await page.getByRole('link', { name: 'System', exact: true }).click()
    await desk.readsTitle('System')
    await desk.reads('The last one was made on')
    await desk.press('Back up now')
    await desk.reads('The backup is made.')
    await desk.reads('2 are kept in this folder:')
    await inspect(desk, 'system')
  })
})

test.describe('with a relay where nobody is', () => {
  /** Where nothing listens on any machine that tests run on. */
  const urls = 'turn:127.0.0.1:9?transport=tcp,turns:127.0.0.1:9?transport=tcp'
  test.use({
    serverEnv: {
      VISITA_LOBBY: 'signed_in',
      VISITA_TURN_URLS: urls,
      VISITA_TURN_SECRET: 'shared with nobody',
      VISITA_RELAY_ONLY: '1',
    },
  })

  test('[F5] the administrator has it tried, and reads what is wrong and what to do', async ({
    browser,
    server,
  }) => {
    const { desk } = await anAdministrator(browser, server)
    await desk.page.getByRole('link', { name: 'System', exact: true }).click()
    await desk.press('Try the relay now')
    await desk.reads('no call comes about now')
    await desk.reads('By TLS, for strict networks: nobody answers at this port')
    await desk.reads('Look whether the relay runs and listens at this port.')
    await inspect(desk, 'system with a relay')
  })
})
