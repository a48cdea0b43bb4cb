import { expect, type Browser } from '@playwright/test'
import { enrolledReplySchema, isStaff, linkReplySchema, totpReplySchema, type Role } from '@visita/protocol'
import { Secret, TOTP } from 'otpauth'
import { Asking } from './asking.ts'
import { aPerson, type Person, type Setup } from './people.ts'
import type { TestServer } from './server.ts'

const PERIOD_MS = 30_000

/** The roles by the words beside their boxes. */
const ROLE_NAMES: Readonly<Record<Role, string>> = {
  patient: 'Patient',
  doctor: 'Doctor',
  coordinator: 'Coordinator',
  analyst: 'Analyst',
  privacy_officer: 'Privacy officer',
  administrator: 'Administrator',
}

/** Somebody with an account, in as many browsers as they like. */
export class Member {
  readonly name: string
  readonly login: string
  password = 'four plain words here'
  /** Of the list that is shown once. */
  recoveryCodes: string[] = []
  #secret: Secret | null = null
  #lastStep = 0

  constructor(name: string) {
    this.name = name
    this.login = `${name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@clinic.example`
  }

  /** Makes the account on the page of a set-up link or an invitation; staff go on to the second factor. */
  async makesAccount(person: Person): Promise<void> {
    const { page } = person
    await page.getByRole('textbox', { name: 'Your name' }).fill(this.name)
    await page.getByRole('textbox', { name: 'E-mail' }).fill(this.login)
    await page.getByLabel('Password', { exact: true }).fill(this.password)
    await person.press('Make my account')
  }

  /** Scans the picture, shows a first code, and keeps the recovery codes, which `look` may look at. */
  async enrols(person: Person, look?: () => Promise<void>): Promise<void> {
    const { page } = person
    await expect(page.getByRole('img', { name: /^QR code/ })).toBeVisible()
    this.#secret = Secret.fromBase32((await page.locator('code').innerText()).replaceAll(' ', ''))
    await page.getByRole('textbox', { name: 'Six-digit code' }).fill(await this.nextCode())
    await person.press('Confirm')
    const codes = page.getByRole('list', { name: 'Recovery codes' })
    await expect(codes).toBeVisible()
    this.recoveryCodes = await codes.getByRole('listitem').allInnerTexts()
    await look?.()
    await page.getByRole('checkbox', { name: 'I have kept them' }).check()
    await person.press('Go on')
  }

  /** The same without the pages, in a fraction of the time: what these do is shown by the journeys of accounts. */
  async joins(
    asking: Asking,
    { path, token, staff }: { path: '/api/setup' | '/api/invitations/accept'; token: string; staff: boolean },
  ): Promise<void> {
    const { name: displayName, login, password } = this
    await asking.send('POST', path, { token, displayName, login, password })
    if (!staff) return
    const { secret } = await asking.ask(totpReplySchema, 'POST', '/api/account/totp')
    this.#secret = Secret.fromBase32(secret)
    const confirmed = { secret, code: await this.nextCode() }
    this.recoveryCodes = (await asking.ask(enrolledReplySchema, 'PUT', '/api/account/totp', confirmed)).codes
  }

  /** The next code of the app: each is good once, so one may have to wait for it. */
  async nextCode(): Promise<string> {
    const secret = this.#secret
    if (secret === null) throw new Error(`${this.name} has no authenticator app`)
    const step = Math.max(stepNow(), this.#lastStep + 1)
    // The server takes the code that comes next as well, for clocks that run a little fast.
    await expect.poll(stepNow, { timeout: 2 * PERIOD_MS }).toBeGreaterThanOrEqual(step - 1)
    this.#lastStep = step
    return new TOTP({ secret, digits: 6, period: PERIOD_MS / 1000 }).generate({ timestamp: step * PERIOD_MS })
  }

  /** From the first page through password and code. */
  async signsIn(person: Person): Promise<void> {
    await this.givesPassword(person)
    await person.page.getByRole('textbox', { name: 'Six-digit code' }).fill(await this.nextCode())
    await person.press('Go on')
  }

  /** From the first page through the door for those who work here. */
  async givesPassword(person: Person, password = this.password): Promise<void> {
    const { page } = person
    await page.goto('/#staff')
    await page.getByRole('textbox', { name: 'E-mail' }).fill(this.login)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await person.press('Sign in')
  }
}

const stepNow = (): number => Math.floor(Date.now() / PERIOD_MS)

/** Somebody with an account, where they sit. */
export interface Seated {
  member: Member
  desk: Person
}

/** The first administrator, made with the token of the link that the server has printed, at their desk. */
export async function anAdministrator(browser: Browser, server: TestServer, setup?: Setup): Promise<Seated> {
  const member = new Member('Ada Administrator')
  const desk = await aPerson(browser, member.name, setup)
  const [, token = ''] = server.setUpLink().split('=')
  await member.joins(new Asking(desk, server.url), { path: '/api/setup', token, staff: true })
  await desk.page.goto('/')
  await desk.readsTitle('People')
  return { member, desk }
}

/** The link with which somebody makes their account; `desk` is where an administrator is signed in. */
export async function anInvitation(desk: Person, name: string, roles: readonly Role[]): Promise<string> {
  const { page } = desk
  await page.goto('/invite')
  await page.getByRole('textbox', { name: 'Their name' }).fill(name)
  for (const role of roles) await page.getByRole('checkbox', { name: ROLE_NAMES[role], exact: true }).check()
  await desk.press('Make the link')
  return theLink(desk)
}

/** The link that was just made, as it would be copied. */
export const theLink = ({ page }: Person): Promise<string> =>
  page.getByRole('textbox', { name: 'The link' }).inputValue()

/** From wherever they are to the page on which people are called. */
export const goesToThePeopleHere = ({ page }: Person): Promise<void> =>
  page.getByRole('link', { name: 'People here' }).click()

/** Somebody whom an administrator has invited, signed in in a browser of their own. */
export async function aMember(
  browser: Browser,
  desk: Person,
  { name, roles, setup }: { name: string; roles: readonly Role[]; setup?: Setup },
): Promise<Seated> {
  const member = new Member(name)
  const own = await aPerson(browser, name, setup)
  const { origin } = new URL(desk.page.url())
  const invitation = { displayName: name, roles }
  const { token } = await new Asking(desk, origin).ask(
    linkReplySchema,
    'POST',
    '/api/invitations',
    invitation,
  )
  await member.joins(new Asking(own, origin), {
    path: '/api/invitations/accept',
    token,
    staff: isStaff(roles),
  })
  await own.page.goto('/')
  await expect(own.button('Sign out')).toBeVisible()
  // Where the list of people is on the screen, it was fetched before there was this one.
  if (new URL(desk.page.url()).pathname === '/people') await desk.page.goto('/invite')
  return { member, desk: own }
}
