import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { anAccount } from './testing/accounts.ts'
import { aCast, type Cast } from './testing/cast.ts'
import { aFolder, aServer, type Browser, type TestServer } from './testing/server.ts'
import { Several } from './testing/several.ts'

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let cast: Cast
let doctor: Browser
let patient: Browser
let colleague: Browser
let several: Several

beforeAll(async () => {
  folder = await aFolder()
  server = await aServer(folder.path)
  cast = await aCast(server)
  doctor = await anAccount(server, cast.administrator, ['doctor'])
  patient = await anAccount(server, cast.administrator, ['patient'])
  colleague = await anAccount(server, cast.administrator, ['doctor'])
})
beforeEach(async () => {
  several = await Several.begin(server, { doctor, patient })
})
afterEach(() => several.close())
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

const refused = (error: string) => ({ ok: false, error })

describe('[B26] a picture large for all', () => {
  test('is chosen by any doctor in the room and told to all, also to who comes back', async () => {
    const { page, seat } = await several.brings(colleague)
    const { roomId } = several
    const picture = { person: patient.self.id, role: 'secondCamera' } as const
    await page.get('room:show', { roomId, picture })
    const shown = { picture, by: colleague.self.id }
    for (const each of [several.doctor, several.patient, page])
      expect(await each.hears('room:shown')).toEqual({ roomId, shown })
    const { seatToken } = seat
    expect((await page.get('room:join', { intent: 'resume', roomId, seatToken })).shown).toEqual(shown)
    await several.doctor.get('room:show', { roomId, picture: null })
    await expect.poll(() => several.patient.heard('room:shown').at(-1)?.shown).toBeNull()
  })

  test('is not the patient’s to choose, nor of somebody who is not there', async () => {
    const { roomId } = several
    const ofPatient = { roomId, picture: { person: patient.self.id, role: 'camera' } } as const
    expect(await several.patient.ask('room:show', ofPatient)).toEqual(refused('forbidden'))
    const ofNobody = { roomId, picture: { person: colleague.self.id, role: 'camera' } } as const
    expect(await several.doctor.ask('room:show', ofNobody)).toEqual(refused('person_gone'))
    const stranger = await several.pageOf(cast.doctor)
    expect(await stranger.ask('room:show', ofPatient)).toEqual(refused('not_invited'))
  })

  test('is so no more when whose it is, or who chose it, leaves', async () => {
    const { roomId } = several
    const { page } = await several.brings(colleague)
    await page.get('room:show', { roomId, picture: { person: patient.self.id, role: 'camera' } })
    await page.get('room:end', { roomId, reason: 'ended' })
    await expect.poll(() => several.patient.heard('room:shown').at(-1)?.shown).toBeNull()
  })
})
