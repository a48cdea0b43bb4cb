import type { SystemReply } from '@visita/protocol'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakePage } from '../../platform/testing/fake-page.ts'
import { amountOf, SystemModel } from './system-model.ts'

let page: FakePage
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  page = new FakePage().install()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const aSystem = (backups: Partial<NonNullable<SystemReply['backups']>> | null = {}): SystemReply => ({
  version: '1.2.3',
  startedAt: 1,
  databaseBytes: 2,
  freeBytes: 3,
  certificateEndsAt: null,
  keys: 4,
  relay: { own: 'none', only: false, checkedAt: null, ways: [] },
  forwarder: null,
  backups: backups && {
    folder: '/mnt/backups',
    everyHours: 24,
    count: 0,
    newest: null,
    nextAt: 9,
    failedAt: null,
    ...backups,
  },
})
const answer = (system: SystemReply) => page.answers.set('GET /api/system', system)

async function aModel() {
  answer(aSystem())
  const model = new SystemModel()
  await model.load()
  return model
}

describe('[B16] how the server is', () => {
  it('is asked again while a backup is being made, until it is there', async () => {
    const model = await aModel()
    page.answers.set('POST /api/backups', new Response(null, { status: 202 }))
    answer(aSystem({ nextAt: null }))
    await model.backUp()
    expect(model.state.get()).toMatchObject({ made: false, system: { backups: { nextAt: null } } })
    answer(aSystem({ count: 1 }))
    await vi.runAllTimersAsync()
    expect(model.state.get()).toMatchObject({ made: true, system: { backups: { count: 1 } } })
    expect(page.asked.filter((asked) => asked.startsWith('GET'))).toHaveLength(3)
  })

  it('does not say that a backup was made which failed', async () => {
    answer(aSystem({ nextAt: null }))
    const model = new SystemModel()
    await model.load()
    answer(aSystem({ failedAt: 5 }))
    await vi.runAllTimersAsync()
    expect(model.state.get()).toMatchObject({ made: false })
  })

  it('is asked no more once its page is left', async () => {
    answer(aSystem({ nextAt: null }))
    const stop = new SystemModel().start()
    await vi.waitUntil(() => vi.getTimerCount() > 0)
    stop()
    await vi.runAllTimersAsync()
    expect(page.asked).toHaveLength(1)
  })

  it('[A14] has the relay tried, and shows what came of it', async () => {
    const model = await aModel()
    const way = { host: 'turn.clinic.example', port: 443, transport: 'tls', outcome: 'refused' } as const
    const relay = { own: 'none', only: false, checkedAt: 7, ways: [way] } as const
    page.answers.set('POST /api/relay-check', { ...aSystem(), relay })
    await model.checkRelay()
    expect(model.state.get()).toMatchObject({ system: { relay } })
  })

  it('says where it could not be asked', async () => {
    const model = new SystemModel()
    await model.load()
    expect(model.state.get()).toEqual({ status: 'failed', code: 'offline' })
  })
})

it.each([
  [2_000, 'kilobytes', '2'],
  [1_560_000, 'megabytes', '1.6'],
  [340_000_000, 'megabytes', '340'],
  [2_500_000_000, 'gigabytes', '2.5'],
])('%i bytes are read in %s as %s', (bytes, unit, value) => {
  expect(amountOf(bytes)).toEqual({ unit, value })
})
