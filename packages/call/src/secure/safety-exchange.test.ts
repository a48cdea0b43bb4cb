import { controlMessageSchema, roomIdSchema } from '@visita/protocol'
import { afterEach, expect, it, onTestFinished, vi } from 'vitest'
import { parseMessage } from '../parse-message.ts'
import { fakePipePair, type FakePipe } from '../testing/index.ts'
import { SafetyExchange, type Fingerprints } from './safety-exchange.ts'

const ROOM = roomIdSchema.parse('room-00000000000000000001')
const HERE: Fingerprints = { own: 'AA', other: 'BB' }
const THERE: Fingerprints = { own: 'BB', other: 'AA' }

function anEnd(control: FakePipe, polite: boolean, fingerprints: Fingerprints | null): SafetyExchange {
  const end = new SafetyExchange({ roomId: ROOM, control, polite, fingerprints: () => fingerprints })
  onTestFinished(() => end.close())
  return end
}

/** Delivers what is in flight until every one of these ends has come to a result. */
async function settled(pipes: { settle(): void }, ...ends: SafetyExchange[]): Promise<void> {
  await vi.waitFor(() => {
    pipes.settle()
    for (const end of ends) expect(end.state.get().status).not.toBe('agreeing')
  })
}

const codeOf = (end: SafetyExchange): readonly string[] => {
  const state = end.state.get()
  if (state.status !== 'ready') throw new Error(`no code: ${state.status}`)
  return state.code
}

async function agreed(here: Fingerprints | null = HERE, there: Fingerprints | null = THERE) {
  const pipes = fakePipePair()
  const caller = anEnd(pipes.left, false, here)
  const callee = anEnd(pipes.right, true, there)
  pipes.open()
  await settled(pipes, caller, callee)
  return { pipes, caller, callee }
}

/** Only the polite end, with what somebody else says to it. */
function toPolite(...said: object[]): { end: SafetyExchange; answers: (string | undefined)[] } {
  const pipes = fakePipePair()
  const end = anEnd(pipes.right, true, THERE)
  const answers: (string | undefined)[] = []
  pipes.left.on('message', (data) => answers.push(parseMessage(controlMessageSchema, data)?.type))
  pipes.open()
  for (const message of said) pipes.left.send(JSON.stringify(message))
  pipes.settle()
  return { end, answers }
}

afterEach(() => {
  vi.useRealTimers()
})

it('[X6] both ends come to the same code', async () => {
  const { caller, callee } = await agreed()
  expect(codeOf(caller)).toEqual(codeOf(callee))
  expect(caller.state.get()).toMatchObject({ verdict: 'open', renewed: false })
})

it('[X6, C5] with somebody in between who passes every message on, the codes differ', async () => {
  const { caller, callee } = await agreed({ own: 'AA', other: 'M1' }, { own: 'BB', other: 'M2' })
  expect(codeOf(caller)).not.toEqual(codeOf(callee))
})

it('[X6] a new connection has another code, says so, and takes back what was found of the earlier one', async () => {
  const { pipes, caller, callee } = await agreed()
  const earlier = codeOf(caller)
  caller.judge(earlier, 'same')
  expect(caller.state.get()).toMatchObject({ verdict: 'same' })
  pipes.cut()
  expect(caller.state.get()).toEqual({ status: 'none' })
  pipes.open()
  await settled(pipes, caller, callee)
  expect(codeOf(caller)).not.toEqual(earlier)
  expect(codeOf(caller)).toEqual(codeOf(callee))
  expect(caller.state.get()).toMatchObject({ verdict: 'open', renewed: true })
})

it('[X6] what was found of an earlier code is not taken for the one shown now', async () => {
  const { caller } = await agreed()
  caller.judge(['000'], 'same')
  expect(caller.state.get()).toMatchObject({ verdict: 'open' })
})

it('[X6, C5] a nonce that is not the one committed to gives no code', async () => {
  const { end } = toPolite(
    { type: 'safety_commit', commitment: '00'.repeat(32) },
    { type: 'safety_reveal', nonce: '11'.repeat(32) },
  )
  await vi.waitFor(() => expect(end.state.get()).toEqual({ status: 'failed' }))
})

it('[X6, C5] a second commitment is not answered: it would be a second guess', () => {
  const commit = { type: 'safety_commit', commitment: '00'.repeat(32) }
  const { answers } = toPolite(commit, commit)
  expect(answers).toEqual(['safety_nonce'])
})

it('[X6, C5] nothing is shown before something was committed to', () => {
  const { end, answers } = toPolite({ type: 'safety_reveal', nonce: '11'.repeat(32) })
  expect(end.state.get()).toEqual({ status: 'agreeing' })
  expect(answers).toEqual([])
})

it('[X6, C5] without certificates that can be told there is no code', async () => {
  const { caller } = await agreed(null)
  expect(caller.state.get()).toEqual({ status: 'failed' })
})

it('[X6] an exchange that does not come to an end is told as failed', () => {
  vi.useFakeTimers()
  const pipes = fakePipePair()
  const caller = anEnd(pipes.left, false, HERE)
  pipes.open()
  vi.advanceTimersToNextTimer()
  expect(caller.state.get()).toEqual({ status: 'failed' })
})
