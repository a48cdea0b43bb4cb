import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type CaseId, httpErrorSchema, newPhotosSchema, photoListSchema } from '@visita/protocol'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../platform/random.ts'
import { type Account, anAccount, anAdministrator } from '../../testing/accounts.ts'
import { aCase, aLesion } from '../../testing/cases.ts'
import { Page } from '../../testing/page.ts'
import { announcedPhoto, aPhotoFile, photoAnnouncement, photoBytes, sendPhoto } from '../../testing/photos.ts'
import { theyMeet } from '../../testing/requests.ts'
import { aFolder, aServer, type Browser, type TestServer } from '../../testing/server.ts'

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let ada: Account
let patient: Account
let doctor: Account
let caseId: CaseId

beforeAll(async () => {
  folder = await aFolder()
  server = await aServer(folder.path)
  ada = await anAdministrator(server)
  patient = await anAccount(server, ada, ['patient'])
  doctor = await anAccount(server, ada, ['doctor'])
  await theyMeet(server, patient, doctor)
  caseId = await aCase(doctor, patient)
})
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

const listFor = async (reader: Browser, of = caseId) =>
  photoListSchema.parse(await (await reader.fetch(`/api/cases/${of}/photos`)).json()).photos
const unseenBy = async (reader: Browser) =>
  newPhotosSchema.parse(await (await reader.fetch('/api/photos/new')).json()).cases
const read = (reader: Browser, photoId: string, rendition: string) =>
  reader.fetch(`/api/cases/${caseId}/photos/${photoId}/${rendition}`)
const bytesIn = async (reply: Response) => new Uint8Array(await reply.arrayBuffer())
const tus = { 'tus-resumable': '1.0.0' }

/** What the server says to a file that is sent. */
async function refusalOf(file: Uint8Array<ArrayBuffer>) {
  const reply = await patient.fetch(await announcedPhoto(patient, { caseId, file }), photoBytes(file))
  return httpErrorSchema.parse(await reply.json())
}

describe('[B25] a photograph of a case', () => {
  test('is kept as it came, and shown upright without what the telephone wrote into it', async () => {
    // Taken with the telephone on its side: the file is wide, the picture is tall.
    const file = await aPhotoFile('In the kitchen', { orientation: 6 })
    const lesionId = await aLesion(doctor, caseId)
    const photoId = await sendPhoto(patient, {
      caseId,
      lesionId,
      file,
      faults: 'small,blurred',
      override: 'best_i_can',
    })
    const photo = (await listFor(doctor)).find(({ id }) => id === photoId)
    expect(photo).toMatchObject({
      lesion: lesionId,
      slot: 'close_up',
      sender: patient.self.id,
      claimed: '2026-03-04T09:08:07',
      width: 768,
      height: 1024,
      faults: ['small', 'blurred'],
      override: 'best_i_can',
      isNew: true,
      retake: null,
    })
    expect(await bytesIn(await read(doctor, photoId, 'original'))).toEqual(file)
    for (const [rendition, height] of [
      ['screen', 1024],
      ['thumb', 320],
    ] as const) {
      const shown = Buffer.from(await bytesIn(await read(doctor, photoId, rendition)))
      const { exif, ...metadata } = await sharp(shown).metadata()
      expect(metadata).toMatchObject({ format: 'jpeg', height })
      expect(exif).toBeUndefined()
      expect(shown.includes('kitchen')).toBe(false)
    }
  })

  test('is told at once to who treats the patient, and waits until a doctor has opened it', async () => {
    const page = new Page(server.url, doctor.cookie)
    expect(await page.admission()).toBe('connected')
    const other = await aCase(doctor, patient, { title: 'A mole on the back', complaint: 'mole' })
    const photoId = await sendPhoto(patient, { caseId: other })
    expect(await page.hears('photos:changed')).toEqual({})
    expect((await unseenBy(doctor))[0]).toMatchObject({
      case: other,
      title: 'A mole on the back',
      patient: patient.self,
      count: 1,
    })
    await doctor.fetch(`/api/cases/${other}/photos/${photoId}/screen`)
    expect((await unseenBy(doctor)).map((each) => each.case)).not.toContain(other)
    page.socket.disconnect()
  })

  test('is nothing to a doctor who does not treat the patient', async () => {
    const stranger = await anAccount(server, ada, ['doctor'])
    const photoId = await sendPhoto(patient, { caseId })
    expect(await unseenBy(stranger)).toEqual([])
    for (const rendition of ['thumb', 'screen', 'original']) {
      expect((await read(stranger, photoId, rendition)).status).toBe(404)
    }
    expect((await stranger.fetch('/api/photo-uploads', photoAnnouncement({ caseId }))).status).toBe(404)
  })

  test('is asked for once more, until it was taken', async () => {
    const photoId = await sendPhoto(patient, { caseId, slot: 'oblique' })
    const reply = await doctor.fetch(`/api/cases/${caseId}/photos/${photoId}/retake`, {
      method: 'PUT',
      json: { why: 'blurred' },
    })
    expect(reply.status).toBe(204)
    const asked = async () => (await listFor(patient)).find(({ id }) => id === photoId)?.retake?.why
    expect(await asked()).toBe('blurred')
    await sendPhoto(patient, { caseId, slot: 'regional' })
    expect(await asked()).toBe('blurred')
    await sendPhoto(patient, { caseId, slot: 'oblique' })
    expect(await asked()).toBeUndefined()
  })

  test('belongs to a lesion of its own case', async () => {
    const elsewhere = await aLesion(doctor, await aCase(doctor, patient))
    const reply = await patient.fetch(
      '/api/photo-uploads',
      photoAnnouncement({ caseId, lesionId: elsewhere }),
    )
    expect(reply.status).toBe(404)
  })
})

describe('[X8] the sending of a photograph', () => {
  test('is repeated without keeping it twice', async () => {
    const photoId = newId()
    for (let time = 0; time < 3; time += 1) {
      const reply = await patient.fetch('/api/photo-uploads', photoAnnouncement({ caseId, photoId }))
      const location = reply.headers.get('location') ?? ''
      const offset = (await patient.fetch(location, { method: 'HEAD', headers: tus })).headers.get(
        'upload-offset',
      )
      if (offset === '0') await patient.fetch(location, photoBytes())
    }
    expect((await listFor(patient)).filter(({ id }) => id === photoId)).toHaveLength(1)
  })

  test('goes on where it was cut off', async () => {
    const noise = {
      channels: 3,
      background: '#fff',
      width: 1200,
      height: 900,
      noise: { type: 'gaussian', mean: 120, sigma: 40 },
    } as const
    const file = Uint8Array.from(await sharp({ create: noise }).jpeg({ quality: 95 }).toBuffer())
    const photoId = newId()
    const location = await announcedPhoto(patient, { caseId, photoId, file })
    const part = (from: number, to: number) => ({
      method: 'PATCH',
      headers: { ...tus, 'upload-offset': String(from), 'content-type': 'application/offset+octet-stream' },
      body: file.slice(from, to),
    })
    await patient.fetch(location, part(0, 100_000))
    const again = await announcedPhoto(patient, { caseId, photoId, file })
    const reached = Number(
      (await patient.fetch(again, { method: 'HEAD', headers: tus })).headers.get('upload-offset'),
    )
    expect(reached).toBeGreaterThan(0)
    expect((await patient.fetch(again, part(reached, file.length))).status).toBe(204)
    expect(await bytesIn(await read(doctor, photoId, 'original'))).toEqual(file)
  })

  test('of another file under the same id is refused', async () => {
    const photoId = await sendPhoto(patient, { caseId })
    const file = await aPhotoFile('another')
    expect(
      (await patient.fetch('/api/photo-uploads', photoAnnouncement({ caseId, photoId, file }))).status,
    ).toBe(409)
  })
})

const joined = async (tail: string) =>
  Uint8Array.from(Buffer.concat([await aPhotoFile(), Buffer.from(tail, 'latin1')]))

describe('[B25] a file that is no photograph to keep is refused with the reason', () => {
  test.each<[string, string, () => Promise<Uint8Array<ArrayBuffer>>]>([
    ['a page', 'format', async () => Uint8Array.from(Buffer.from('<!doctype html><p>hello</p>'))],
    [
      'a drawing that runs',
      'format',
      async () => Uint8Array.from(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')),
    ],
    [
      'a photograph of a telephone’s own format',
      'heic',
      async () => Uint8Array.from(Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')),
    ],
    ['half a photograph', 'broken', async () => (await aPhotoFile()).slice(0, 3000)],
    ['one of too few pixels', 'too_small', () => aPhotoFile('small', { width: 799, height: 600 })],
    ['one that is a page as well', 'more_inside', () => joined('<SCRIPT>alert(1)</SCRIPT>')],
    ['one with a page in its description', 'more_inside', () => aPhotoFile('<script>alert(1)</script>')],
    ['one that is an archive as well', 'more_inside', () => joined('PK\x03\x04 and so on')],
    [
      'a bomb',
      'too_many_pixels',
      async () =>
        Uint8Array.from(
          await sharp({ create: { width: 16_000, height: 5_000, channels: 3, background: '#fff' } })
            .png({ compressionLevel: 9 })
            .toBuffer(),
        ),
    ],
  ])('%s: %s', async (_what, detail, file) => {
    expect(await refusalOf(await file())).toEqual({ error: 'photo_refused', detail })
  })

  test('and nothing of it stays on the disk', async () => {
    const before = await readdir(join(server.dataDir, 'photos'))
    await refusalOf(await joined('%PDF-1.7'))
    expect(await readdir(join(server.dataDir, 'photos'))).toEqual(before)
  })

  test.each(['png', 'webp'] as const)('a %s is a photograph', async (format) => {
    const file = Uint8Array.from(
      await sharp({ create: { width: 1024, height: 768, channels: 3, background: '#b98a72' } })
        .toFormat(format)
        .toBuffer(),
    )
    await expect(sendPhoto(patient, { caseId, file })).resolves.toEqual(expect.any(String))
  })

  test('a photograph with a film behind it, as telephones write, is one', async () => {
    await expect(
      sendPhoto(patient, { caseId, file: await joined('\0\0\0\x18ftypmp42 and so on') }),
    ).resolves.toEqual(expect.any(String))
  })
})

test('[B14] each look at a photograph is in the log, and the small ones of a list are one', async () => {
  const other = await aCase(doctor, patient)
  const photoId = await sendPhoto(patient, { caseId: other })
  const officer = await anAccount(server, ada, ['privacy_officer'])
  const events = async () => {
    const reply = await officer.fetch(`/api/audit?actor=${doctor.self.id}&events=case.read,photo.read`)
    return (await reply.text()).split(photoId).length - 1
  }
  await listFor(doctor, other)
  for (let time = 0; time < 3; time += 1) await doctor.fetch(`/api/cases/${other}/photos/${photoId}/thumb`)
  expect(await events()).toBe(0)
  await doctor.fetch(`/api/cases/${other}/photos/${photoId}/screen`)
  expect(await events()).toBe(1)
})

test('[B12] a photograph is on the disk only sealed, from its first part on', async () => {
  const file = await aPhotoFile('a mark that nobody would write by chance '.repeat(200))
  const location = await announcedPhoto(patient, { caseId, file })
  await patient.fetch(location, { ...photoBytes(file), body: file.slice(0, 8000) })
  await sendPhoto(patient, { caseId, file })
  for (const name of await readdir(join(server.dataDir, 'photos'))) {
    const bytes = await readFile(join(server.dataDir, 'photos', name))
    expect(bytes.includes('a mark that nobody')).toBe(false)
  }
})

test('[C31] what was photographed of somebody who is erased opens no more', async () => {
  const gone = await anAccount(server, ada, ['patient'])
  await theyMeet(server, gone, doctor)
  const theirs = await aCase(doctor, gone)
  const photoId = await sendPhoto(gone, { caseId: theirs })
  const before = await readdir(join(server.dataDir, 'photos'))
  expect((await ada.fetch(`/api/people/${gone.self.id}`, { method: 'DELETE' })).status).toBe(200)
  expect((await doctor.fetch(`/api/cases/${theirs}/photos/${photoId}/screen`)).status).toBe(404)
  await server.services.photos.removeOrphans()
  expect((await readdir(join(server.dataDir, 'photos'))).length).toBe(before.length - 3)
})
