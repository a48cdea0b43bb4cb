import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { aReader } from './fingerprint-reader.ts'
import { expect, test } from './fixtures.ts'
import { anAdministrator, anInvitation, Member } from './members.ts'
import { aPerson } from './people.ts'

const DOCTOR = 'Doctor Adaeze Okonkwo'
const DRAFT = 'Johanna Marqued Beispiel'
const QUARTER_MS = 15 * 60_000

test.use({
  serverEnv: {
    VISITA_LOBBY: 'signed_in',
    NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, 'turned-clock.ts')).href}`,
  },
})

test('[C19] a desk that nobody uses is signed out and says why; what was being typed is there for its person alone', async ({
  browser,
  server,
}) => {
  const { desk } = await anAdministrator(browser, server)
  const link = await anInvitation(desk, DOCTOR, ['doctor'])
  const doctor = await aPerson(browser, DOCTOR, { before: (page) => page.clock.install() })
  const { page } = doctor
  await aReader(page)
  await page.goto(link)
  await new Member(DOCTOR).makesAccount(doctor)
  await doctor.press('Make a passkey')
  await page.getByRole('checkbox', { name: 'I have kept them' }).check()
  await doctor.press('Go on')
  await page.getByRole('link', { name: 'Invite', exact: true }).click()
  await page.getByRole('textbox', { name: 'Their name' }).fill(DRAFT)

  process.kill(server.pid, 'SIGUSR2')
  await page.clock.fastForward(QUARTER_MS)
  await page.mouse.click(1, 1)
  await doctor.reads('You were signed out because nobody used this page for a while.')
  expect(await page.content()).not.toContain(DRAFT)
  const stored = await page.evaluate(() =>
    JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
  )
  expect(stored).not.toContain(DRAFT)

  await page.getByRole('link', { name: 'Sign in again' }).click()
  await doctor.press('Sign in with a passkey')
  await expect(page.getByRole('textbox', { name: 'Their name' })).toHaveValue(DRAFT)
})
