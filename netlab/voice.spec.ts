import type { Page } from '@playwright/test'
import { limitTheWayOut, loseOnTheWayOut } from './bad-line.ts'
import { expect, test, type Lab } from './lab.ts'
import { speaks } from './speaker.ts'
import { concealmentOver, inWords, type Concealment } from './voice-heard.ts'

/** Seconds of the voice that are looked at. */
const SECONDS = 25
/** What becomes of all that leaves the patient's home, and how much repetition may leave of what is made up without. */
const LINES = [
  { name: 'loses 10 % of its packets', spoil: () => loseOnTheWayOut('patient', 0.1), left: 0.5 },
  { name: 'loses 20 % of its packets', spoil: () => loseOnTheWayOut('patient', 0.2), left: 0.5 },
  // Here it can only do harm.
  { name: 'carries 64 kbit/s', spoil: () => limitTheWayOut('patient', 64_000), left: 1.25 },
]

for (const { name, spoil, left } of LINES) {
  const heard = new Map<string, Concealment>()
  for (const way of ['without', 'with'] as const) {
    test(`[B5] a voice over a line that ${name}, ${way} repetition`, async ({ lab }) => {
      const { patient, doctor } = lab
      await speaks(patient)
      if (way === 'without') for (const { page } of [patient, doctor]) await page.addInitScript(forgetRed)
      await talk(lab)
      expect(await codecOf(patient.page)).toBe(way === 'with' ? 'red' : 'opus')
      spoil()
      const concealment = await concealmentOver(doctor.page, SECONDS)
      heard.set(way, concealment)
      process.stdout.write(`a voice over a line that ${name}, ${way} repetition: ${inWords(concealment)}\n`)
      const before = heard.get('without')
      if (way === 'with' && before) expect(concealment.audible).toBeLessThan(left * before.audible)
    })
  }
}

/** Both meet, and turn their cameras off: the voice has the line for itself. */
async function talk({ patient, doctor }: Lab): Promise<void> {
  for (const person of [patient, doctor]) {
    await person.identifies()
    await person.turnsOnDevices()
  }
  await patient.calls(doctor)
  await doctor.answers()
  await Promise.all([patient.isConnected(), doctor.isConnected()])
  for (const person of [patient, doctor]) await person.press('Stop camera')
  await doctor.reads(`${patient.name} has no camera on`)
}

/* What follows runs in the page: it uses nothing outside itself. */

/** The first codec of the voice that the other side wants: the one that is sent. Statistics name what is inside RED. */
function codecOf(page: Page): Promise<string | undefined> {
  return page.evaluate(() => {
    const sdp = pageWatch.connections.at(-1)?.currentRemoteDescription?.sdp ?? ''
    const [, first] = /^m=audio \d+ \S+ (\d+)/m.exec(sdp) ?? []
    return new RegExp(`^a=rtpmap:${first} (\\w+)/`, 'm').exec(sdp)?.[1]
  })
}

/** A browser that knows no RED, as Firefox. */
function forgetRed(): void {
  const capabilities = RTCRtpReceiver.getCapabilities.bind(RTCRtpReceiver)
  RTCRtpReceiver.getCapabilities = (kind) => {
    const known = capabilities(kind)
    return known && { ...known, codecs: known.codecs.filter(({ mimeType }) => mimeType !== 'audio/red') }
  }
}
