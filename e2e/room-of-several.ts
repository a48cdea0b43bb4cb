import { expect, type Browser } from '@playwright/test'
import { withCameras } from './canvas-cameras.ts'
import { PHONE } from './inspect.ts'
import { aMember, anAdministrator } from './members.ts'
import { aPerson, type Person, type Setup } from './people.ts'
import type { TestServer } from './server.ts'

export const DOCTOR = 'Doctor Adaeze Okonkwo'
export const PATIENT = 'Johanna Beispiel'
const COLOURS = ['#7a1f1f', '#1f3f7a', '#1f6b3a', '#6b5a1f', '#4a1f6b', '#1f6b6b']

/** A camera of little work for the machine, on which several share. */
const smallCamera = (place: number, context: Setup['context'] = {}): Setup => ({
  context,
  before: (page) =>
    withCameras(page, [{ id: `camera-${place}`, label: 'Small camera', colour: COLOURS[place] ?? 'black' }]),
})

/** A doctor and a patient, who has a phone, in a visit, and these colleagues at their desks. */
export async function aVisitWithColleagues(
  browser: Browser,
  server: TestServer,
  names: readonly string[],
): Promise<{ doctor: Person; patient: Person; colleagues: readonly Person[] }> {
  const { desk: administrator } = await anAdministrator(browser, server)
  const staff = async (name: string, place: number): Promise<Person> => {
    const { desk } = await aMember(browser, administrator, {
      name,
      roles: ['doctor'],
      setup: smallCamera(place),
    })
    return desk
  }
  const doctor = await staff(DOCTOR, 0)
  const colleagues: Person[] = []
  for (const [index, name] of names.entries()) colleagues.push(await staff(name, index + 2))
  const { desk: patient } = await aMember(browser, administrator, {
    name: PATIENT,
    roles: ['patient'],
    setup: smallCamera(1, { viewport: PHONE }),
  })
  // Its page would go on being drawn beside all the others.
  await administrator.page.context().close()
  await patient.page.getByRole('radio', { name: 'Something we have talked about' }).check()
  await patient.page.getByRole('textbox', { name: 'In your own words' }).fill('The rash is back.')
  await patient.press('Ask for a visit')
  await doctor.press(`Start the visit with ${PATIENT}`)
  await patient.answers()
  await Promise.all([patient.isConnected(), doctor.isConnected()])
  return { doctor, patient, colleagues }
}

/** The doctor invites somebody. */
export async function invites(doctor: Person, { name }: Person): Promise<void> {
  const button = doctor.button('Invite')
  if ((await button.getAttribute('aria-expanded')) !== 'true') await button.click()
  await doctor.press(`Invite ${name}`)
}

/** Somebody without an account opens the link that the doctor makes in the open panel, and says their name. */
export async function comesByLink(
  browser: Browser,
  doctor: Person,
  as: 'interpreter' | 'relative',
): Promise<Person> {
  await doctor.press(as === 'interpreter' ? 'Link for an interpreter' : 'Link for a relative')
  const link = await doctor.page.getByRole('textbox', { name: 'The link' }).inputValue()
  const person = await aPerson(browser, `Somebody as ${as}`, smallCamera(as === 'interpreter' ? 4 : 5))
  await person.page.goto(link)
  await person.page.getByRole('textbox', { name: 'Your name' }).fill(person.name)
  await person.press('Go to the visit')
  return person
}

/** The doctor invites a colleague, the patient allows it, and they come. */
export async function bringsIn(
  { doctor, patient }: { doctor: Person; patient: Person },
  colleague: Person,
): Promise<void> {
  await invites(doctor, colleague)
  await patient.press('Allow')
  await colleague.answers()
}

/** Each two of them, in both directions. */
export const pairsOf = (all: readonly Person[]): (readonly [Person, Person])[] =>
  all.flatMap((person) => all.filter((other) => other !== person).map((other) => [person, other] as const))

/** The first reads that they are connected with the second. */
export const isHere = (person: Person, other: Person): Promise<void> =>
  expect(person.page.getByRole('list', { name: 'Who is in this visit' })).toContainText(
    new RegExp(`${other.name}[^:]*: here`),
    { timeout: 60_000 },
  )
