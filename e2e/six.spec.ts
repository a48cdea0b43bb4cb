import { expect, test } from './fixtures.ts'
import { DESKTOP, PHONE } from './inspect.ts'
import type { Person } from './people.ts'
import { aVisitWithColleagues, bringsIn, isHere, pairsOf, PATIENT } from './room-of-several.ts'

const COLLEAGUES = [
  'Doctor Bernard Rieux',
  'Doctor Ines Muster',
  'Doctor Jan Vzor',
  'Doctor Mia Exempel',
] as const

test.use({ serverEnv: { VISITA_LOBBY: 'off' } })

test(
  '[B26] six people in one visit: each two are connected, and every picture moves',
  { tag: '@long' },
  async ({ browser, server }, info) => {
    test.setTimeout(600_000)
    const { doctor, patient, colleagues } = await aVisitWithColleagues(browser, server, COLLEAGUES)
    const all: Person[] = [doctor, patient]
    const begun = Date.now()
    const look = async (): Promise<void> => {
      await patient.page.setViewportSize(PHONE)
      await doctor.page.setViewportSize(DESKTOP)
      await patient.page.screenshot({ path: info.outputPath(`${all.length}-phone.png`) })
      await doctor.page.screenshot({ path: info.outputPath(`${all.length}-desk.png`) })
    }
    for (const colleague of colleagues) {
      await bringsIn({ doctor, patient }, colleague)
      all.push(colleague)
      for (const [person, other] of pairsOf(all)) await isHere(person, other)
      if (all.length !== 5) await look()
    }
    const pairs = pairsOf(all)
    expect(pairs).toHaveLength(30)
    for (const [person, other] of pairs) await person.sees(other)
    info.annotations.push({
      type: 'figures',
      description: `${pairs.length / 2} pairs connected and ${pairs.length} pictures moving ${Math.round((Date.now() - begun) / 1_000)} s after the first was invited`,
    })

    await doctor.press(`Make the picture of ${PATIENT} large`)
    await doctor.press('Show large to all')
    for (const { page } of colleagues) {
      await expect(page.getByText(`shows the picture of ${PATIENT} large to all.`)).toBeVisible()
      await expect(
        page.locator('[data-large="true"]').getByLabel(`Picture of ${PATIENT}`, { exact: true }),
      ).toBeVisible()
    }
    await patient.reads(/shows your picture large to all\./)
    await look()
    await doctor.press('Stop showing it to all')
    await patient.press('Show who speaks large')
    await expect(patient.page.locator('[data-large="true"]')).toHaveCount(1)
    await patient.page.screenshot({ path: info.outputPath('speaker-phone.png') })
    await doctor.press('End for all')
    await patient.readsTitle(/ended the visit/)
  },
)
