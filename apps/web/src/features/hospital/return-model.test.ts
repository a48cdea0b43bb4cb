import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakePage } from '../../platform/testing/fake-page.ts'
import { aReply, aStaffMember } from '../../platform/testing/sessions.ts'
import { ReturnModel } from './return-model.ts'

const ANSWER = 'POST /api/session/hospital/answer'

let page: FakePage
beforeEach(() => {
  page = new FakePage().install()
})
afterEach(() => {
  vi.unstubAllGlobals()
})

describe('[B34] whoever comes back from the hospital login', () => {
  it('is let in, to the page where they were', async () => {
    const reply = aReply(aStaffMember(['doctor']))
    page.answers.set(ANSWER, { reply, page: '/account' })
    const entered = vi.fn<(...all: unknown[]) => void>()
    await new ReturnModel('code=a&state=b', entered).send()
    expect(entered).toHaveBeenCalledExactlyOnceWith(reply, '/account')
  })

  it('is told why not, with what was wrong', async () => {
    page.answers.set(ANSWER, Response.json({ error: 'conflict', detail: 'identity' }, { status: 409 }))
    const model = new ReturnModel('', () => undefined)
    await model.send()
    expect(model.state.get()).toEqual({ status: 'failed', code: 'conflict', detail: 'identity' })
  })

  it('sends the answer once, however often the page is drawn', async () => {
    page.answers.set(ANSWER, Response.json({ error: 'login_over' }, { status: 410 }))
    const model = new ReturnModel('', () => undefined)
    await model.send()
    page.answers.delete(ANSWER)
    await model.send()
    expect(model.state.get()).toMatchObject({ code: 'login_over' })
  })
})
