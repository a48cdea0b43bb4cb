import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { send, stationDoorkeeper } from './http.ts'
import { FakePage } from './testing/fake-page.ts'

const REQUEST = 'PATCH /api/people/7'
const change = () => send('PATCH', '/api/people/7', { status: 'disabled' })

let page: FakePage
beforeEach(() => {
  page = new FakePage().install()
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const refuse = (status: number, error: string): void =>
  void page.answers.set(REQUEST, Response.json({ error }, { status }))

/** A doorkeeper whose person answers as the test says. */
function aDoorkeeper(answer: () => boolean) {
  const turnedAway = vi.fn<() => void>()
  const prove = vi.fn<() => Promise<boolean>>(async () => answer())
  stationDoorkeeper({ prove, turnedAway })
  return { prove, turnedAway }
}

describe('[C22] what is refused until the person shows again who they are', () => {
  it('is asked once more when they have', async () => {
    const { prove } = aDoorkeeper(() => {
      page.answers.set(REQUEST, new Response(null, { status: 204 }))
      return true
    })
    refuse(403, 'proof_needed')
    expect((await change()).status).toBe(204)
    expect([prove.mock.calls.length, page.asked]).toEqual([1, [REQUEST, REQUEST]])
  })

  it('stays refused when they would rather not', async () => {
    aDoorkeeper(() => false)
    refuse(403, 'proof_needed')
    await expect(change()).rejects.toMatchObject({ code: 'proof_needed' })
    expect(page.asked).toEqual([REQUEST])
  })
})

it('[C19] a request without a session tells the page that it is over, and is refused', async () => {
  const { turnedAway } = aDoorkeeper(() => true)
  refuse(401, 'not_identified')
  await expect(change()).rejects.toMatchObject({ code: 'not_identified' })
  expect(turnedAway).toHaveBeenCalledOnce()
})

it('a wrong password is no end of the session', async () => {
  const { turnedAway, prove } = aDoorkeeper(() => true)
  refuse(401, 'wrong_credentials')
  await expect(change()).rejects.toMatchObject({ code: 'wrong_credentials' })
  expect([turnedAway.mock.calls, prove.mock.calls]).toEqual([[], []])
})
