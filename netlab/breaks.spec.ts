import { watchBoards } from '../e2e/watch-boards.ts'
import { BREAKS } from './breaks.ts'
import { pictureBack, watchFrames } from './frame-clock.ts'
import { expect, meetOnTheNetwork, test, type Lab, type People } from './lab.ts'

const LOST = 'Connection lost, trying again…'
const FILE = 'Spot on the arm.txt'
const LINE = 'Written while the line was cut'

/** Milliseconds: what the silence of a socket needs at most to be noticed. */
const FOUND_OUT_WITHIN = 45_000

test.use({ networks: { patient: 'cone', doctor: 'cone' } })

test('[B6] what is written, sent and drawn while the line is cut arrives once, and the picture comes back', async ({
  lab,
}) => {
  const { patient, doctor, lines } = lab
  const boards = watchBoards(patient, doctor)
  // The whole script, and not the first bytes of it or of its style.
  const panels = [patient, doctor].map(({ page }) =>
    page.waitForEvent('requestfinished', (request) => /FilesPanel[^/]*\.js$/.test(request.url())),
  )
  await meetOnTheNetwork(lab)
  await patient.opensBoard()
  await doctor.opensBoard()
  await Promise.all(panels)
  lines.patient.cut()
  for (const person of [patient, doctor]) {
    await person.reads(LOST)
    await expect(person.page.getByRole('timer').first()).toBeVisible()
  }
  await patient.draws([0.2, 0.2], [0.7, 0.6])
  await patient.writes(LINE)
  await patient.sends({
    name: FILE,
    mimeType: 'text/plain',
    buffer: Buffer.from('As it was before the cut.'),
  })
  await doctor.writes('Written on the other side of the cut')
  lines.patient.mend()

  await goesOn({ patient, doctor })
  await patient.hasRead('Written on the other side of the cut')
  await doctor.hasRead(LINE)
  await expect(doctor.page.getByRole('log', { name: 'Chat' }).getByText(LINE, { exact: true })).toHaveCount(1)
  await doctor.opens('Files')
  await expect(doctor.fileCard(FILE)).toContainText('complete and unchanged')
  await expect(doctor.fileCard(FILE)).toHaveCount(1)
  await boards.toHold([{ type: 'freedraw' }])
})

for (const { name, networks, happens } of BREAKS) {
  test.describe(() => {
    test.use({ networks })
    test(`[B6] the picture comes back after ${name}`, async ({ lab }) => {
      await meetOnTheNetwork(lab)
      await watchEachOther(lab)
      const since = await happens(lab)
      const back = await Promise.all([pictureBack(lab.patient, since), pictureBack(lab.doctor, since)])
      process.stdout.write(`${name}: the picture was back after ${Math.max(...back)} ms\n`)
      await goesOn(lab)
      await lab.patient.writes('Written after it')
      await lab.doctor.hasRead('Written after it')
    })
  })
}

test('[B6] a connection to the clinic that is dead at both ends is found out, and has one successor', async ({
  lab,
}) => {
  const { patient, doctor, lines } = lab
  await meetOnTheNetwork(lab)
  const successor = patient.page.waitForEvent('websocket', { timeout: FOUND_OUT_WITHIN })
  lines.patient.forgetConnectionsToClinic()
  const forgotten = performance.now()
  // Only by way of the clinic can the doctor's new page find the patient's.
  await doctor.page.reload()
  await successor
  process.stdout.write(`a dead socket: its successor after ${Math.round(performance.now() - forgotten)} ms\n`)
  await goesOn({ patient, doctor })
  await patient.ends()
  await doctor.press('Back to the people here')
  await expect(doctor.rowOf(patient)).toHaveCount(1)
})

async function goesOn({ patient, doctor }: People): Promise<void> {
  await Promise.all([patient.isConnected(), doctor.isConnected()])
  await Promise.all([patient.sees(doctor), doctor.sees(patient)])
}

async function watchEachOther({ patient, doctor }: Lab): Promise<void> {
  await Promise.all([watchFrames(patient, doctor), watchFrames(doctor, patient)])
}
