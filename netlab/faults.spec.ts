import { loseOnTheWayOut } from './bad-line.ts'
import { framesSince, watchFrames } from './frame-clock.ts'
import { expect, meetOnTheNetwork, test, type Lab } from './lab.ts'
import { speaks } from './speaker.ts'
import { concealmentOver, inWords, type Concealment } from './voice-heard.ts'

/** Seconds that are looked at, and those that the picture is given to fit the line before. */
const SECONDS = 20
const SETTLING = 15
/** What a busy machine makes up is in it, too; bench/RESULTS.md has what a quiet one does. */
const MADE_UP = 0.1

test.describe(() => {
  test.use({ networks: { patient: 'cone', doctor: 'cone', cameras: 'browser' } })

  test('[B5] with a tenth of all packets lost the voice goes on and the picture moves', async ({ lab }) => {
    await meetSpeaking(lab)
    loseOnTheWayOut('patient', 0.1)
    const { voice, frames } = await heardAndSeen(lab)
    process.stdout.write(`10 % lost: ${inWords(voice)}; ${frames.toFixed(1)} frames a second\n`)
    expect(voice.audible).toBeLessThan(MADE_UP)
    await lab.doctor.sees(lab.patient)
  })

  test('[B5] on 256 kbit/s the picture gives way and the voice does not', async ({ lab }) => {
    await meetSpeaking(lab)
    const before = await widthSeen(lab)
    lab.lines.patient.limit(256_000)
    await concealmentOver(lab.doctor.page, SETTLING)
    const { voice, frames } = await heardAndSeen(lab)
    const after = await widthSeen(lab)
    process.stdout.write(
      `256 kbit/s: ${inWords(voice)}; ${frames.toFixed(1)} frames a second, ${after} wide after ${before}\n`,
    )
    expect(voice.audible).toBeLessThan(MADE_UP)
    expect(after).toBeLessThan(before)
  })
})

test.describe(() => {
  test.use({ networks: { patient: 'cone', doctor: 'cone', delay: 300 } })
  test('[A19] a home that everything reaches 300 ms later has its call, and chat both ways', async ({
    lab,
  }) => {
    const { patient, doctor } = lab
    const milliseconds = await meetOnTheNetwork(lab)
    process.stdout.write(`300 ms each way: first picture ${milliseconds} ms after the answer\n`)
    await patient.writes('From far away')
    await doctor.hasRead('From far away')
    await doctor.writes('And back')
    await patient.hasRead('And back')
  })
})

async function meetSpeaking(lab: Lab): Promise<void> {
  await speaks(lab.patient)
  await meetOnTheNetwork(lab)
  await watchFrames(lab.doctor, lab.patient)
}

/** Of the patient, by the doctor. */
async function heardAndSeen({ doctor: { page } }: Lab): Promise<{ voice: Concealment; frames: number }> {
  const since = Date.now()
  const voice = await concealmentOver(page, SECONDS)
  const { perSecond } = await framesSince(page, since)
  return { voice, frames: perSecond }
}

/** Of the camera, in pixels. */
const widthSeen = ({ doctor, patient }: Lab): Promise<number> =>
  doctor
    .pictureOf(patient)
    .evaluate((video) => (video instanceof HTMLVideoElement ? video.videoWidth : Number.NaN))
