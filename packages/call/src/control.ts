import { controlMessageSchema, type ControlMessage } from '@visita/protocol'
import { parseMessage } from './parse-message.ts'
import type { Pipe } from './pipe.ts'

type Handler = (message: ControlMessage) => void

/** Who hears each control pipe: a message is parsed once for all of them. */
const HANDLERS = new WeakMap<Pipe, Set<Handler>>()

/** Hears what the other page says over the control pipe, until the returned function is called. */
export function onControl(control: Pipe, handler: Handler): () => void {
  const handlers = HANDLERS.get(control) ?? listenedTo(control)
  handlers.add(handler)
  return () => handlers.delete(handler)
}

/** The listener stays for as long as there is the pipe. */
function listenedTo(control: Pipe): Set<Handler> {
  const handlers = new Set<Handler>()
  HANDLERS.set(control, handlers)
  control.on('message', (data) => {
    const message = parseMessage(controlMessageSchema, data)
    // A copy, because a handler may unsubscribe itself or others.
    if (message !== null) for (const handler of Array.from(handlers)) handler(message)
  })
  return handlers
}
