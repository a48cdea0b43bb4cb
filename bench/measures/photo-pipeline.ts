import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { aShot, photograph } from '@visita/lesion/synthetic'
import sharp from 'sharp'
import { anAccount, anAdministrator } from '../../apps/server/src/testing/accounts.ts'
import { aCase } from '../../apps/server/src/testing/cases.ts'
import { announcedPhoto, photoBytes, sendPhoto } from '../../apps/server/src/testing/photos.ts'
import { aFolder, aServer, aVisit } from '../../apps/server/src/testing/server.ts'
import type { Measure } from '../measure.ts'
import { atMostTimes, rowOf } from '../result.ts'

const subject = { name: 'photograph of 12 megapixels, processor time', unit: 'ms', bar: atMostTimes(1.25) }

const LARGE = { width: 4000, height: 3000 }

/** Skin as a telephone sees it: large, with the grain of a sensor, turned by a mark in the file. */
async function aFile(): Promise<Uint8Array<ArrayBuffer>> {
  const scene = { tone: 'III', lesion: { radiusMm: 12, redness: 1, seed: 3 }, marker: null } as const
  const { pixels } = photograph(scene, aShot(3))
  const { width, height, data } = pixels
  const large = await sharp(data, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .resize({ ...LARGE, kernel: 'cubic' })
    .toBuffer()
  const grain = await sharp({
    create: { ...LARGE, channels: 3, background: '#000', noise: { type: 'gaussian', mean: 128, sigma: 6 } },
  })
    .raw()
    .toBuffer()
  const raw = { raw: { ...LARGE, channels: 3 } } as const
  const jpeg = await sharp(large, raw)
    .composite([{ input: grain, ...raw, blend: 'soft-light' }])
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 92 })
    .toBuffer()
  return Uint8Array.from(jpeg)
}

/** Milliseconds of all cores. */
async function processorTime(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

const reduced = (from: string | Buffer, side: number) =>
  sharp(from)
    .autoOrient()
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 84 })
    .toBuffer()

/** The same two pictures from the same file on the disk, and nothing else. */
async function plain(path: string): Promise<void> {
  await reduced(await reduced(path, 2560), 320)
}

async function measure(runs: number) {
  await using folder = await aFolder()
  const server = await aServer(join(folder.path, 'data'))
  try {
    const administrator = await anAdministrator(server)
    const patient = await anAccount(server, administrator, ['patient'])
    const doctor = await anAccount(server, administrator, ['doctor'])
    await aVisit(server.services, patient.self, doctor.self, ['patient', 'doctor'])
    const caseId = await aCase(doctor, patient)
    const file = await aFile()
    const path = join(folder.path, 'photo.jpg')
    await writeFile(path, file)
    const samples: { ours: number[]; reference: number[] } = { ours: [], reference: [] }
    // The first of each loads what it needs.
    await sendPhoto(patient, { caseId, file })
    await plain(path)
    for (let run = 0; run < runs; run += 1) {
      samples.reference.push(await processorTime(() => plain(path)))
      const location = await announcedPhoto(patient, { caseId, file })
      samples.ours.push(await processorTime(() => patient.fetch(location, photoBytes(file))))
    }
    return samples
  } finally {
    await server.close()
  }
}

/** Sent, sealed, checked, looked through, made smaller twice, sealed again: against sharp alone on the same file. */
export const photoPipeline: Measure = {
  subjects: [subject],
  run: async ({ runs }) => {
    const { ours, reference } = await measure(runs)
    return [rowOf(subject, ours, { name: 'sharp alone', samples: reference })]
  },
}
