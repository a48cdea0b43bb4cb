import { expect, type Browser } from '@playwright/test'
import { DESKTOP, PHONE } from './inspect.ts'
import { aMember, anAdministrator, goesToThePeopleHere } from './members.ts'
import { meet, type Person } from './people.ts'
import type { TestServer } from './server.ts'

export const DOCTOR = 'Doctor Adaeze Okonkwo'
export const PATIENT = 'Johanna Beispiel'
/** In the chat of the visit in which they met. */
export const SAID = 'The rash is on the left arm.'

/** A clinic in which the doctor has met the patient, who is on a telephone. */
export async function aClinic(browser: Browser, server: TestServer) {
  const administrator = await anAdministrator(browser, server)
  const member = (name: string, roles: Parameters<typeof aMember>[2]['roles'], viewport = DESKTOP) =>
    aMember(browser, administrator.desk, { name, roles, setup: { context: { viewport } } })
  const doctor = await member(DOCTOR, ['doctor'])
  const patient = await member(PATIENT, ['patient'], PHONE)
  await theyMeet(patient.desk, doctor.desk)
  return { member, doctor, patient }
}

async function theyMeet(patient: Person, doctor: Person): Promise<void> {
  await goesToThePeopleHere(patient)
  await meet(patient, doctor)
  await patient.writes(SAID)
  await doctor.hasRead(SAID)
  // Of a shorter visit there is nothing to say how its line was.
  for (const { page } of [patient, doctor]) {
    await expect(page.getByRole('timer', { name: 'Duration' })).toHaveText(/0:0[4-9]|0:[1-5]\d|[1-9]:/)
  }
  await doctor.ends()
  for (const person of [patient, doctor]) {
    await person.reads('Everything is saved.')
    await person.press('Back to your pages')
  }
}

/** By the navigation. */
export const goesTo = ({ page }: Person, name: string): Promise<void> =>
  page.getByRole('navigation').getByRole('link', { name, exact: true }).click()
