import type { Page } from '@playwright/test'
import { aClinic, goesTo, PATIENT } from './clinic.ts'
import { expect, test } from './fixtures.ts'
import { DESKTOP, inspect } from './inspect.ts'
import type { Person } from './people.ts'

test.use({ serverEnv: { VISITA_LOBBY: 'signed_in' } })

/** The doctor, at the list of patients, opens a case of psoriasis. */
async function opensACase(desk: Person): Promise<void> {
  const { page } = desk
  await goesTo(desk, 'Patients')
  await page.getByRole('link', { name: PATIENT }).click()
  await desk.press('New case')
  await page.getByRole('textbox', { name: 'What is followed' }).fill('Psoriasis of both elbows')
  await desk.press('Open the case')
  await desk.readsTitle('Psoriasis of both elbows')
}

/** All of a PASI by its digits: four for the head, those of the arms, nothing of the trunk, four for the legs. */
async function typesAPasi(page: Page, arms: string): Promise<void> {
  await page.getByRole('group', { name: 'Head and neck' }).getByRole('radio').first().focus()
  await page.keyboard.type(`1111${arms}04322`)
}

test(
  '[X3] a doctor types a PASI and sees its total and its change; the patient answers on a telephone what they are asked',
  { tag: '@long' },
  async ({ browser, server }) => {
    test.setTimeout(240_000)
    const { doctor, patient } = await aClinic(browser, server)
    const { page } = doctor.desk
    await opensACase(doctor.desk)
    await doctor.desk.press('Enter PASI')
    await doctor.desk.reads('PASI: 16 answers are still missing')
    await inspect(doctor.desk, 'a form of a score')
    await page.setViewportSize(DESKTOP)
    await typesAPasi(page, '3333')
    await expect(page.getByRole('status').filter({ hasText: 'PASI 16.9' })).toContainText(
      /moderate to severe/,
    )
    await page.getByLabel('On which day the skin was so').fill('2026-01-05')
    await doctor.desk.press('Keep the score')
    await expect(page.getByRole('heading', { name: /^PASI 16\.9/ })).toBeVisible()
    await doctor.desk.press('Enter PASI')
    await typesAPasi(page, '1111')
    await doctor.desk.press('Keep the score')
    await doctor.desk.reads(/about the same\. It changed by 28 %/)
    await expect(page.getByRole('img', { name: /^PASI over time/ })).toBeVisible()
    await page.getByText('All 2 of them, as a table').click()
    await inspect(doctor.desk, 'scores over time')
    await doctor.desk.press('Ask the patient: UAS7')
    await doctor.desk.reads(/UAS7: asked by .* not answered yet/)

    const { page: phone } = patient.desk
    await goesTo(patient.desk, 'My record')
    await patient.desk.reads('Your doctor has a question for you')
    await phone.getByRole('link', { name: 'Answer: Hives in the last seven days' }).click()
    await patient.desk.readsTitle('Hives in the last seven days')
    await patient.desk.press('Next')
    await patient.desk.reads('Please answer this first.')
    await inspect(patient.desk, 'a questionnaire')
    for (const last of [false, false, false, false, false, false, true]) {
      await phone.getByRole('radio', { name: 'Fewer than 20' }).check()
      await phone.getByRole('radio', { name: 'A little' }).check()
      await patient.desk.press(last ? 'Send my answers' : 'Next')
    }
    await patient.desk.reads('Thank you. Your answers are with your doctor.')
    await phone.getByRole('link', { name: 'To the case' }).click()
    await expect(phone.getByRole('heading', { name: /^UAS7 14: mild/ })).toBeVisible()
    await inspect(patient.desk, 'my scores')
  },
)
