import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FrameOpener, OpeningKeys } from '../packages/call/src/sealed/frame-opener.ts'
import { importMediaKey } from '../packages/call/src/sealed/frame-sealer.ts'
import { aJanus, type TestJanus } from '../apps/server/src/testing/janus.ts'
import { withCameras } from './canvas-cameras.ts'
import { expect, test as base } from './fixtures.ts'
import {
  picturesSent,
  played,
  sendsAfresh,
  type Shown,
  type ToldKey,
  withKeysRemembered,
  withSealingBroken,
} from './forwarded-pages.ts'
import { framesOf, JanusKeeper } from './janus-capture.ts'
import type { Person } from './people.ts'
import { bringsIn, isHere, pairsOf } from './room-of-several.ts'
import { aSeededClinic, type Seeded } from './seeded-clinic.ts'

const DOCTOR = { name: 'Doctor Adaeze Okonkwo', roles: ['doctor'], colour: '#ff0000' } as const
const PATIENT = { name: 'Johanna Beispiel', roles: ['patient'], colour: '#00ff00' } as const
const COLLEAGUES = [
  { name: 'Doctor Bernard Rieux', roles: ['doctor'], colour: '#0000ff' },
  { name: 'Doctor Camille Muster', roles: ['doctor'], colour: '#ffff00' },
  { name: 'Doctor Dana Ejemplo', roles: ['doctor'], colour: '#00ffff' },
] as const
const ALL = [DOCTOR, PATIENT, ...COLLEAGUES]
const COLOURS = ALL.map(({ colour }) => colour)
/** Whose page seals nothing: what the capture shows of it proves that the capture shows what is not sealed. */
const CARELESS = COLLEAGUES[2]

/* Each takes a new line up, and one down for each other one, until then. */
const FORWARDED = { timeout: 600_000 }
/* Five pages with pictures are more than two cores draw at once, so each is small. */
const VIEWPORT = { width: 390, height: 600 }
const test = base.extend<{ janus: TestJanus; clinic: Seeded; folder: string }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs from this pattern
  janus: async ({}, use) => {
    const janus = await aJanus()
    await use(janus)
    await janus[Symbol.asyncDispose]()
  },
  clinic: async ({ janus }, use) => {
    const clinic = await aSeededClinic(ALL, { ...janus.env, VISITA_LOBBY: 'off' })
    await use(clinic)
    await clinic.stop()
  },
  server: async ({ clinic }, use) => use(clinic.server),
  // oxlint-disable-next-line no-empty-pattern -- as above
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'visita-capture-'))
    await use(folder)
    await rm(folder, { recursive: true })
  },
})

// Each page gets little of the machine, and what is waited for are states.
test.use({ actionTimeout: 90_000 })

test(
  '[X6] five people send once each by the forwarding server, which can read nothing, and nor can who left',
  { tag: '@long' },
  async ({ browser, clinic, janus, folder }) => {
    test.setTimeout(1_500_000)
    const people = new Map<string, Person>()
    const comes = async ({ name, colour }: (typeof ALL)[number]): Promise<Person> => {
      const before = async (page: Person['page']): Promise<void> => {
        await withCameras(page, [{ id: name, label: name, colour, tiny: true }])
        await withKeysRemembered(page)
        if (name === CARELESS.name) await withSealingBroken(page)
      }
      const person = await clinic.open(browser, name, { before, context: { viewport: VIEWPORT } })
      people.set(name, person)
      return person
    }
    const who = ({ name }: { name: string }): Person => {
      const person = people.get(name)
      if (person === undefined) throw new Error(`${name} has no page`)
      return person
    }
    const [doctor, patient] = [await comes(DOCTOR), await comes(PATIENT)]
    await patient.page.getByRole('radio', { name: 'Something we have talked about' }).check()
    await patient.page.getByRole('textbox', { name: 'In your own words' }).fill('The rash is back.')
    await patient.press('Ask for a visit')
    await doctor.press(`Start the visit with ${PATIENT.name}`)
    await patient.answers()
    await doctor.sees(patient)
    await doctor.press('Invite')
    for (const each of COLLEAGUES) {
      const colleague = await comes(each)
      await colleague.page.getByRole('heading', { level: 1 }).waitFor()
      // Who came after the panel was opened is not on it yet.
      await doctor.press('Look again')
      await bringsIn({ doctor, patient }, colleague)
    }
    const careless = who(CARELESS)
    const all = Array.from(people.values())

    await test.step('each sends its picture once, and all pictures move', async () => {
      for (const sender of all.filter((each) => each !== careless))
        await expect.poll(async () => (await picturesSent(sender)).lines, FORWARDED).toBe(1)
      for (const [person, other] of pairsOf(all)) await person.sees(other)
      for (const other of all) if (other !== patient) await patient.hears(other)
      for (const [person, other] of pairsOf(all)) await isHere(person, other)
    })

    await test.step('what was not sealed is taken by nobody, and comes directly', async () => {
      await expect.poll(async () => (await picturesSent(careless)).lines, FORWARDED).toBe(ALL.length)
    })

    using keeper = await JanusKeeper.of(janus)
    const { payloadType } = await picturesSent(doctor)

    await test.step('what the server has of a picture shows nothing, but of the one that is not sealed', async () => {
      const capturing = keeper.capture(folder, 20_000)
      for (const person of all) await sendsAfresh(person)
      const shown: Shown[] = []
      for (const packets of await capturing)
        shown.push(await played(patient, framesOf(packets, payloadType), COLOURS))
      process.stdout.write(`what can be played at the forwarding server: ${JSON.stringify(shown)}\n`)
      expect(shown).toHaveLength(ALL.length)
      for (const { keyFrames, frames } of shown) expect([keyFrames > 0, frames > 10]).toEqual([true, true])
      const readable = shown.filter(({ colours }) => colours.length > 0)
      expect(readable).toEqual([expect.objectContaining({ colours: [CARELESS.colour] })])
    })

    await test.step('who left has no key of what is sent after', async () => {
      const leaver = who(COLLEAGUES[0])
      const before = (await keysOf(patient)).own.length
      const left = await keysOf(leaver)
      await leaver.press('Leave')
      await leaver.readsTitle('You left the visit')
      await expect.poll(async () => (await keysOf(patient)).own.length, FORWARDED).toBeGreaterThan(before)
      // The others are given a second to take the new one.
      await patient.page.waitForTimeout(1_200)
      const captured = await keeper.capture(folder, 2_000)
      const { own } = await keysOf(patient)
      const frames = captured.flatMap((packets) => framesOf(packets, payloadType))
      const opened = { byPatient: await countOpened(frames, own.slice(-1)), byLeaver: 0 }
      for (const key of left.others) opened.byLeaver += await countOpened(frames, [key])
      process.stdout.write(
        `frames opened after leaving: ${JSON.stringify({ ...opened, frames: frames.length })}\n`,
      )
      expect(opened.byPatient).toBeGreaterThan(10)
      expect(opened.byLeaver).toBe(0)
    })

    await test.step('fewer than five send directly again', async () => {
      await expect.poll(async () => (await picturesSent(patient)).lines, FORWARDED).toBe(3)
      for (const other of [DOCTOR, COLLEAGUES[1], CARELESS]) await patient.sees(who(other))
    })
  },
)

const keysOf = ({ page }: Person) => page.evaluate(() => toldKeys)

/** How many of these frames of somebody's camera a key opens. */
async function countOpened(
  frames: readonly Uint8Array<ArrayBuffer>[],
  told: readonly ToldKey[],
): Promise<number> {
  const keys = new OpeningKeys()
  for (const { id, key } of told) {
    keys.add({ id, key: await importMediaKey(Uint8Array.from(Buffer.from(key, 'hex'))) })
  }
  const opener = new FrameOpener('camera', keys)
  let count = 0
  for (const frame of frames) if ((await opener.open(frame)) !== null) count += 1
  return count
}
