import { controlMessageSchema, type ControlMessage } from '@visita/protocol'
import { parseMessage } from './parse-message.ts'
import type { Pipe } from './pipe.ts'

/** Hears what the other page says over the control pipe, until the returned function is called. */
export function onControl(control: Pipe, handler: (message: ControlMessage) => void): () => void {
  return control.on('message', (data) => {
    const message = parseMessage(controlMessageSchema, data)
    if (message !== null) handler(message)
  })
}
