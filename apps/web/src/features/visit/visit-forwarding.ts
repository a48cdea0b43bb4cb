import { Forwarding, openFrameCoder, type ForwardingPort, type LocalMedia, type Routing } from '@visita/call'
import type { RoomId, Seat } from '@visita/protocol'
import type { ServerSocket } from '../../platform/socket.ts'
// oxlint-disable-next-line import/default -- Vite gives the worker's address
import frameWorkerUrl from './frame-worker.ts?worker&url'

/** `routing`: by which a connection of this moment looks for its routes. */
export const openForwarding = (
  { seat, media }: { seat: Seat; media: LocalMedia },
  socket: ServerSocket,
  routing: () => Routing,
): Forwarding =>
  new Forwarding({
    self: seat.self.id,
    port: portOf(socket, seat.roomId),
    tracks: media.tracks,
    openCoder: () => openFrameCoder(newFrameWorker),
    routing,
  })

interface ScriptUrlPolicy {
  createScriptURL: (text: string) => unknown
}
/* Of W3C Trusted Types what is used here; the compiler's DOM has nothing of it. */
declare global {
  var trustedTypes:
    { createPolicy: (name: string, rules: { createScriptURL: () => string }) => ScriptUrlPolicy } | undefined
}

/* Where a page may run no script that it was told by a text, one policy lets this one address through, and no other. */
function newFrameWorker(): Worker {
  const { trustedTypes } = globalThis
  if (trustedTypes === undefined) return new Worker(frameWorkerUrl, { type: 'module' })
  framePolicy ??= trustedTypes.createPolicy('visita-frames', { createScriptURL: () => frameWorkerUrl })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the compiler's DOM knows a worker by a text only
  return new Worker(framePolicy.createScriptURL('') as string, { type: 'module' })
}
/** A policy can be made once only. */
let framePolicy: ScriptUrlPolicy | undefined

/** The way to the forwarding server of a room, over the socket. */
function portOf(socket: ServerSocket, roomId: RoomId): ForwardingPort {
  return {
    look: () => socket.request('forward:look', { roomId }),
    publish: async (sdp) => {
      const answer = await socket.request('forward:publish', { roomId, sdp })
      return answer.sdp
    },
    subscribe: async (of) => {
      const offer = await socket.request('forward:subscribe', { roomId, of })
      return offer.sdp
    },
    answer: async (of, sdp) => {
      await socket.request('forward:answer', { roomId, of, sdp })
    },
    candidate: async (of, { candidate, sdpMid, sdpMLineIndex, usernameFragment }) => {
      await socket.request('forward:candidate', {
        roomId,
        of,
        candidate: { candidate, sdpMid, sdpMLineIndex, usernameFragment },
      })
    },
    stop: async (of) => {
      await socket.request('forward:stop', { roomId, of })
    },
    onPublishing: (handler) =>
      socket.on('forward:publishing', (message) => {
        if (message.roomId === roomId) handler(message.publishing)
      }),
  }
}
