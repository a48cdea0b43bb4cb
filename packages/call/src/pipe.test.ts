import { expect, it } from 'vitest'
import { ChannelPipe, LEAST_MESSAGE_SIZE, LOW_WATER, type PipeData } from './pipe.ts'
import { Scope } from './scope.ts'

/** A data channel; what the network does to it is decided by the test. */
class FakeDataChannel extends EventTarget {
  readyState: RTCDataChannelState = 'connecting'
  binaryType = 'blob'
  bufferedAmount = 0
  bufferedAmountLowThreshold = 0
  readonly sent: PipeData[] = []

  send(data: PipeData): void {
    this.sent.push(data)
  }

  open(): void {
    this.readyState = 'open'
    this.dispatchEvent(new Event('open'))
  }

  close(): void {
    this.readyState = 'closed'
    this.dispatchEvent(new Event('close'))
  }

  receive(data: PipeData): void {
    this.dispatchEvent(new MessageEvent('message', { data }))
  }
}

/** Attaches the pipe to a new connection's channel; `scope` is that of the connection. */
function attachTo(pipe: ChannelPipe, maxMessageSize = 256 * 1024) {
  const channel = new FakeDataChannel()
  const scope = new Scope()
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the fake has what a pipe uses
  pipe.attach(channel as unknown as RTCDataChannel, () => maxMessageSize, scope)
  return { channel, scope }
}

function aPipe() {
  const pipe = new ChannelPipe()
  const events: string[] = []
  pipe.on('open', () => events.push('open'))
  pipe.on('close', () => events.push('close'))
  pipe.on('drain', () => events.push('drain'))
  pipe.on('message', (data) => events.push(typeof data === 'string' ? data : `${data.byteLength} bytes`))
  const attach = (maxMessageSize?: number) => attachTo(pipe, maxMessageSize)
  return { pipe, events, attach }
}

it('takes nothing before a channel is open', () => {
  const { pipe, attach } = aPipe()
  expect(pipe.send('x')).toBe(false)
  const { channel } = attach()
  expect(pipe.send('x')).toBe(false)
  expect(channel.sent).toEqual([])
  expect([pipe.isOpen, pipe.bufferedAmount, new ChannelPipe().maxMessageSize]).toEqual([false, 0, 65_536])
})

it('carries text and bytes both ways', () => {
  const { pipe, events, attach } = aPipe()
  const { channel } = attach()
  channel.open()
  const bytes = new ArrayBuffer(4)
  expect([pipe.isOpen, pipe.send('text'), pipe.send(bytes)]).toEqual([true, true, true])
  expect(channel.sent).toEqual(['text', bytes])
  channel.receive('hello')
  channel.receive(bytes)
  expect(events).toEqual(['open', 'hello', '4 bytes'])
  expect(channel.binaryType).toBe('arraybuffer')
})

it('says when there is room again', () => {
  const { pipe, events, attach } = aPipe()
  const { channel } = attach()
  channel.open()
  channel.bufferedAmount = 7
  expect([pipe.bufferedAmount, pipe.maxMessageSize]).toEqual([7, 256 * 1024])
  expect(channel.bufferedAmountLowThreshold).toBe(LOW_WATER)
  channel.dispatchEvent(new Event('bufferedamountlow'))
  expect(events).toEqual(['open', 'drain'])
})

it('closes once, whether the channel or its connection goes first', () => {
  const { pipe, events, attach } = aPipe()
  const first = attach()
  first.channel.open()
  first.channel.close()
  first.scope.dispose()
  expect(events).toEqual(['open', 'close'])
  const second = attach()
  second.channel.open()
  second.scope.dispose()
  second.channel.close()
  expect(events).toEqual(['open', 'close', 'open', 'close'])
  expect([pipe.isOpen, pipe.send('x')]).toEqual([false, false])
})

it('does not say that it closes when it was never open', () => {
  const { events, attach } = aPipe()
  attach().scope.dispose()
  attach().channel.close()
  expect(events).toEqual([])
})

it('outlives a connection: it goes on over the next one’s channel, and hears nothing of the old', () => {
  const { pipe, events, attach } = aPipe()
  const old = attach()
  old.channel.open()
  old.scope.dispose()
  const next = attach(65_536)
  next.channel.open()
  old.channel.receive('from the grave')
  old.channel.dispatchEvent(new Event('bufferedamountlow'))
  pipe.send('x')
  expect(old.channel.sent).toEqual([])
  expect(next.channel.sent).toEqual(['x'])
  expect(pipe.maxMessageSize).toBe(65_536)
  expect(events).toEqual(['open', 'close', 'open'])
})

it('keeps the new channel when the old one is released after it was replaced', () => {
  const { pipe, attach } = aPipe()
  const old = attach()
  const next = attach()
  next.channel.open()
  old.scope.dispose()
  expect(pipe.send('x')).toBe(true)
  expect(next.channel.sent).toEqual(['x'])
})

it('takes no peer’s word for a message size into which nothing fits', () => {
  const { pipe, attach } = aPipe()
  attach(1)
  expect(pipe.maxMessageSize).toBe(LEAST_MESSAGE_SIZE)
})

/** What the first listener hears of messages that came before it. */
function heardLate(pipe: ChannelPipe): PipeData[] {
  const heard: PipeData[] = []
  pipe.on('message', (data) => heard.push(data))
  return heard
}

it('keeps a few messages for whoever listens first, in their order, and hands them over once', () => {
  const pipe = new ChannelPipe({ mayWait: 2 })
  const { channel } = attachTo(pipe)
  channel.open()
  for (const message of ['one', 'two', 'three']) channel.receive(message)
  const first = heardLate(pipe)
  expect(first).toEqual(['one', 'two'])
  expect(heardLate(pipe)).toEqual([])
  channel.receive('four')
  expect(first).toEqual(['one', 'two', 'four'])
})

it('keeps no message of a connection that is gone, and none where nobody asked it to', () => {
  const pipe = new ChannelPipe({ mayWait: 2 })
  const { channel, scope } = attachTo(pipe)
  channel.open()
  channel.receive('from the grave')
  scope.dispose()
  expect(heardLate(pipe)).toEqual([])
  const plain = new ChannelPipe()
  attachTo(plain).channel.receive('unheard')
  expect(heardLate(plain)).toEqual([])
})
