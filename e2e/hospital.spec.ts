import type { Browser } from '@playwright/test'
import { aHospital, type Hospital } from '../apps/server/src/testing/hospital.ts'
import { expect, test as base } from './fixtures.ts'
import { axeFindsNothing, DESKTOP, fitsHands, PHONE } from './inspect.ts'
import { anAdministrator, anInvitation, aMember } from './members.ts'
import { aPerson, type Person, type Setup } from './people.ts'
import type { TestServer } from './server.ts'

interface HospitalFixtures {
  hospital: Hospital
}

const test = base.extend<HospitalFixtures>({
  // oxlint-disable-next-line no-empty-pattern -- how Playwright wants a fixture that needs no other
  hospital: async ({}, use) => {
    const hospital = await aHospital()
    hospital.employees.set('maria', { name: 'Maria Alves da Silva', email: 'maria@hill.example' })
    hospital.employees.set('bo', { name: 'Doctor Bo Lindqvist', email: 'bo@hill.example', groups: ['skin'] })
    await use(hospital)
    await hospital.close()
  },
  serverEnv: async ({ hospital }, use) => {
    await use({ ...hospital.env, VISITA_LOBBY: 'signed_in', VISITA_OIDC_ROLES: 'skin=doctor' })
  },
  server: async ({ server, hospital }, use) => {
    hospital.admit(server.url)
    await use(server)
  },
})

/** Somebody on the page of the hospital, who signs in there; with `code` by a second factor as well. */
async function signsInThere({ page }: Person, account: string, { code = false } = {}): Promise<void> {
  await page.getByLabel('Account').fill(account)
  if (code) await page.getByLabel('With a code').check()
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** Somebody on the first page, who presses the button for the hospital. */
async function atTheDoor(browser: Browser, name: string, setup?: Setup): Promise<Person> {
  const person = await aPerson(browser, name, setup)
  await person.page.goto('/')
  await person.press('Sign in with Hill Hospital')
  return person
}

/** A patient whose account was made by an invitation and the hospital's login. */
async function comesInvited(browser: Browser, server: TestServer): Promise<Person> {
  const { desk } = await anAdministrator(browser, server)
  const link = await anInvitation(desk, 'Maria Alves da Silva', ['patient'])
  const maria = await aPerson(browser, 'Maria Alves da Silva')
  await maria.page.goto(link)
  await maria.press('Use Hill Hospital')
  await signsInThere(maria, 'maria')
  await maria.readsTitle('Ask for a visit')
  return maria
}

test('[B34] an invited patient uses the hospital login in the place of a password, and signs in by it', async ({
  browser,
  server,
}) => {
  const maria = await comesInvited(browser, server)
  expect(new URL(maria.page.url()).search).toBe('')
  await maria.reads('Maria Alves da Silva')
  await maria.press('Sign out')
  await maria.press('Sign in with Hill Hospital')
  // The hospital still knows her.
  await maria.readsTitle('Ask for a visit')
  await maria.page.reload()
  await maria.readsTitle('Ask for a visit')
})

test('[B34] a doctor of the hospital comes by group, and owes this clinic a second factor', async ({
  browser,
}) => {
  const bo = await atTheDoor(browser, 'Doctor Bo Lindqvist')
  await signsInThere(bo, 'bo', { code: true })
  await bo.readsTitle('Protect your account')
})

test('[B34] somebody who has a password connects the hospital login, and disconnects it', async ({
  browser,
  server,
}) => {
  const administrator = await anAdministrator(browser, server)
  const patient = { name: 'Johanna Beispiel', roles: ['patient'] as const }
  const { member, desk } = await aMember(browser, administrator.desk, patient)
  await desk.page.goto('/account')
  await desk.press('Connect my account')
  await signsInThere(desk, 'maria')
  await desk.reads('Your account is connected.')
  await axeFindsNothing(desk.page, 'the account')

  const elsewhere = await atTheDoor(browser, member.name)
  await signsInThere(elsewhere, 'maria')
  await elsewhere.reads('Johanna Beispiel')

  await desk.press('Disconnect')
  await expect(desk.button('Connect my account')).toBeVisible()
  await elsewhere.press('Sign out')
  await elsewhere.press('Sign in with Hill Hospital')
  await elsewhere.readsTitle('You have no account here yet')
})

for (const [device, viewport] of [
  ['phone', PHONE],
  ['desktop', DESKTOP],
] as const) {
  test(`[B34] whoever is not let in is told why, and finds a way out, on a ${device}`, async ({
    browser,
  }) => {
    const visitor = await atTheDoor(browser, 'Maria Alves da Silva', { context: { viewport } })
    const { page } = visitor
    await signsInThere(visitor, 'maria')
    await visitor.readsTitle('You have no account here yet')
    await fitsHands(page, 'no account')
    await axeFindsNothing(page, 'no account')
    await visitor.press('Go to the first page')

    await visitor.press('Sign in with Hill Hospital')
    await visitor.readsTitle('You have no account here yet')
    await page.reload()
    await expect(visitor.button('Sign in with Hill Hospital')).toBeVisible()
    await axeFindsNothing(page, 'the first page')
    await fitsHands(page, 'the first page')
  })
}

test('[B34] a hospital login that is down says so on its button, and passwords go on', async ({
  browser,
  server,
  hospital,
}) => {
  const { member, desk } = await anAdministrator(browser, server)
  await desk.press('Sign out')
  await hospital.close()
  await desk.page.goto('/')
  await desk.press('Sign in with Hill Hospital')
  await expect(desk.page.getByRole('alert')).toContainText('Hill Hospital does not answer')
  await member.signsIn(desk)
  await desk.readsTitle('People')
})
