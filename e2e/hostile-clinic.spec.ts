import { expect, test } from './fixtures.ts'
import { watchForHarm } from './harm.ts'
import { aMember, anAdministrator, goesToThePeopleHere } from './members.ts'
import { PAYLOADS } from './payloads.ts'
import { meet, type Person, type Setup } from './people.ts'

test.use({ trace: 'off', serverEnv: { VISITA_LOBBY: 'signed_in' } })

/** A name that is a login too, once all but its letters are left out. */
const named = (who: string, payload: string): string => `${who} ${payload} ${who}`

const HOSTILE = {
  patient: named('Paula', PAYLOADS[0]),
  doctor: named('Doctor', PAYLOADS[1]),
  stranger: named('Stranger', PAYLOADS[2]),
  chat: PAYLOADS[4],
  file: 'arm"><img src=x onerror=alert(50)>.txt',
  request: PAYLOADS[5],
  reason: PAYLOADS[6],
  clinic: PAYLOADS[9],
}

test('[C14] whatever the people of a clinic write is text on every page of everybody', async ({
  browser,
  server,
}) => {
  test.setTimeout(300_000)
  const harm: (readonly string[])[] = []
  const setup: Setup = { before: async (page) => void harm.push(await watchForHarm(page)) }
  const { desk: office } = await anAdministrator(browser, server, setup)
  const member = async (name: string, role: Parameters<typeof aMember>[2]['roles'][number]) =>
    (await aMember(browser, office, { name, roles: [role], setup })).desk
  const [doctor, patient] = [await member(HOSTILE.doctor, 'doctor'), await member(HOSTILE.patient, 'patient')]
  const [stranger, officer] = [
    await member(HOSTILE.stranger, 'doctor'),
    await member('Olive the Officer', 'privacy_officer'),
  ]
  const coordinator = await member('Cora the Coordinator', 'coordinator')

  await goesToThePeopleHere(patient)
  await meet(patient, doctor)
  await patient.writes(HOSTILE.chat)
  await doctor.hasRead(HOSTILE.chat)
  await patient.sends({ name: HOSTILE.file, mimeType: 'text/plain', buffer: Buffer.from('an arm') })
  await doctor.opens('Files')
  await expect(doctor.page.getByText('complete and unchanged')).toBeVisible()
  await patient.ends()
  for (const person of [patient, doctor]) {
    await person.reads('Everything is saved.')
    await person.press('Back to your pages')
  }
  const send = async (from: Person, method: string, path: string, data: object): Promise<void> => {
    const reply = await from.page.request.fetch(path, { method, data, headers: { origin: server.url } })
    expect([path, reply.ok()]).toEqual([path, true])
  }
  const request = { reason: 'other', text: HOSTILE.request, doctor: null, urgent: true }
  await send(patient, 'PUT', `/api/requests/${crypto.randomUUID()}`, request)
  await send(office, 'PUT', '/api/settings', { changes: { clinicName: HOSTILE.clinic } })
  const { self } = await (
    await patient.page.request.get('/api/session')
  )
    .json()
    .then(({ session }) => session)
  await send(stranger, 'POST', '/api/break-glass', { patient: self.id, reason: HOSTILE.reason })

  const seen: string[] = []
  for (const person of [office, officer, coordinator, doctor, stranger, patient]) {
    seen.push(...(await everyPageOf(person)))
  }
  const all = seen.join('\n')
  const { patient: ofPatient, doctor: ofDoctor, stranger: ofStranger, chat, request: asked, reason } = HOSTILE
  for (const text of [ofPatient, ofDoctor, ofStranger, chat, asked, reason, 'onerror=alert(50)']) {
    expect(all).toContain(text)
  }
  expect(harm.flat()).toEqual([])
})

/** What stands on each page that somebody can reach from their navigation by links. */
async function everyPageOf({ page }: Person): Promise<string[]> {
  const linksIn = (part: 'navigation' | 'main'): Promise<string[]> =>
    page
      .getByRole(part)
      .getByRole('link')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
  const addresses = await linksIn('navigation')
  expect(addresses.length).toBeGreaterThan(0)
  const seen = new Map<string, string>()
  for (let next = addresses.shift(); next !== undefined; next = addresses.shift()) {
    // What is saved is opened by its address in hostile.spec.
    if (seen.has(next) || !/^\/(?!api\/)/.test(next) || seen.size >= 30) continue
    await page.goto(next)
    seen.set(next, await textOf(page))
    addresses.push(...(await linksIn('main')))
  }
  return Array.from(seen.values())
}

async function textOf(page: Person['page']): Promise<string> {
  const main = page.getByRole('main')
  await expect(main.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByRole('progressbar')).toHaveCount(0)
  await page.waitForLoadState('networkidle')
  return main.innerText()
}
