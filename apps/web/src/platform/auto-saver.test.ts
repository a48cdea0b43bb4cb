import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AutoSaver } from './auto-saver.ts'
import { Refused, type RefusalCode } from './refused.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A server that counts revisions; `refuse` what it answers next instead. */
function aServer() {
  const server = {
    revision: 0,
    content: '',
    asked: 0,
    refuse: null as RefusalCode | null,
    save: async (after: number, content: string): Promise<number> => {
      server.asked += 1
      if (server.refuse !== null) throw new Refused(server.refuse)
      if (after !== server.revision) throw new Refused('conflict')
      server.content = content
      server.revision += 1
      return server.revision
    },
  }
  return server
}

describe('[X8] what somebody types', () => {
  it('is on the server soon after the last letter, and once', async () => {
    const server = aServer()
    const saver = new AutoSaver({ revision: 0, save: server.save })
    for (const text of ['I', 'It', 'It itches']) saver.write(text)
    expect(saver.state.get()).toEqual({ status: 'saving' })
    await vi.runAllTimersAsync()
    expect([server.content, server.asked, saver.state.get().status]).toEqual(['It itches', 1, 'saved'])
  })

  it('waits while the line is away, says so, and arrives with what was typed meanwhile', async () => {
    const server = aServer()
    const saver = new AutoSaver({ revision: 0, save: server.save })
    server.refuse = 'offline'
    saver.write('It')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(saver.state.get()).toEqual({ status: 'waiting' })
    saver.write('It itches')
    server.refuse = null
    await vi.runAllTimersAsync()
    expect([server.content, saver.state.get().status]).toEqual(['It itches', 'saved'])
  })

  it('overwrites nothing that somebody else has written, until that is settled', async () => {
    const server = aServer()
    const saver = new AutoSaver({ revision: 0, save: server.save })
    await server.save(0, 'Another’s words')
    saver.write('Mine')
    await vi.runAllTimersAsync()
    saver.write('Mine and more')
    await vi.runAllTimersAsync()
    expect([server.content, saver.state.get().status]).toEqual(['Another’s words', 'conflict'])
    saver.settle(server.revision)
    await vi.runAllTimersAsync()
    expect([server.content, saver.state.get().status]).toEqual(['Mine and more', 'saved'])
  })

  it('is sent when its page is left', async () => {
    const server = aServer()
    const saver = new AutoSaver({ revision: 0, save: server.save })
    saver.write('It itches')
    saver.dispose()
    await vi.runAllTimersAsync()
    expect(server.content).toBe('It itches')
  })

  it('says why it is not kept, and tries no more of what is refused', async () => {
    const server = aServer()
    const saver = new AutoSaver({ revision: 0, save: server.save })
    server.refuse = 'not_found'
    saver.write('It itches')
    await vi.runAllTimersAsync()
    expect([saver.state.get(), server.asked]).toEqual([{ status: 'refused', code: 'not_found' }, 1])
  })
})
