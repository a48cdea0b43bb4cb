import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakePage } from '../../platform/testing/fake-page.ts'
import { settled } from '../../platform/testing/fake-socket.ts'
import { aGuest, aReply, aStaffMember, nobody } from '../../platform/testing/sessions.ts'
import { SessionModel } from './session-model.ts'

const MINUTE = 60_000

let page: FakePage
beforeEach(() => {
  page = new FakePage().install()
})
afterEach(() => {
  vi.unstubAllGlobals()
})

/** A page in which somebody of staff is signed in, with a clock that the test turns. */
function aDesk(session = aStaffMember(['doctor'])) {
  const events = new EventTarget()
  let now = 0
  const model = new SessionModel({ page: events, now: () => now })
  page.answers.set('GET /api/session', aReply(session))
  model.take(aReply(session))
  const over: unknown[] = []
  model.on('over', (why) => over.push(why))
  return {
    model,
    over,
    pass: (time: number) => {
      now += time
    },
    input: async (kind = 'pointerdown') => {
      events.dispatchEvent(new Event(kind))
      await settled()
    },
    asked: () => page.asked.length,
  }
}

describe('[C19] a page that is used', () => {
  it('tells the server so, once a minute at most, by pointer and by key', async () => {
    const { pass, input, asked } = aDesk()
    await input()
    expect(asked()).toBe(0)
    pass(MINUTE)
    await input()
    await input('keydown')
    expect(asked()).toBe(1)
    pass(MINUTE)
    await input('keydown')
    expect(asked()).toBe(2)
  })

  it('says nothing while nobody touches it', async () => {
    const { pass, asked } = aDesk()
    pass(60 * MINUTE)
    await settled()
    expect(asked()).toBe(0)
  })

  it('asks nothing for guests, who are not signed out', async () => {
    const { pass, input, asked } = aDesk(aGuest())
    pass(60 * MINUTE)
    await input()
    expect(asked()).toBe(0)
  })

  it('that cannot reach the server stays as it is', async () => {
    const { model, pass, input, over } = aDesk()
    page.answers.clear()
    pass(20 * MINUTE)
    await input()
    expect([over, model.signedIn?.roles]).toEqual([[], ['doctor']])
  })
})

describe('[C19] a session that is over', () => {
  it('after a while without use says so at the next touch', async () => {
    const { model, pass, input, over } = aDesk()
    page.answers.set('GET /api/session', aReply(nobody))
    pass(16 * MINUTE)
    await input()
    expect([over, model.signedIn]).toEqual([['idle'], null])
  })

  it('in the middle of work was ended from elsewhere, which is said once', async () => {
    const { model, pass, input, over } = aDesk()
    pass(MINUTE)
    await input()
    model.lose()
    model.lose()
    expect(over).toEqual(['ended'])
  })

  it('of a guest is no signing out', () => {
    const { model, over } = aDesk(aGuest())
    model.lose()
    expect(over).toEqual([null])
  })

  it('keeps what is known of the clinic', () => {
    const { model } = aDesk()
    model.lose()
    expect(model.reply.get()).toEqual(aReply(nobody))
  })
})
