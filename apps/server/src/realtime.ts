import type { Server as HttpServer } from 'node:http'
import type { IceServer, PersonId } from '@visita/protocol'
import type { Visits } from './modules/visits/index.ts'
import { Lobby, Rings } from './modules/presence/index.ts'
import { Rooms } from './modules/signalling/index.ts'
import {
  attachSockets,
  type Connection,
  type Handlers,
  type SocketServerOptions,
} from './platform/sockets.ts'

export interface RealtimeOptions extends SocketServerOptions {
  visits: Visits
  iceServers: IceServer[]
  returnMs: number
  ringMs: number
  closeGraceMs: number
  lostMs: number
}

export interface Realtime {
  rooms: Rooms
  /** Ends what a person has open whose session has ended. */
  forget: (id: PersonId) => void
  close(): Promise<void>
}

/** Joins lobby, rings and rooms to the sockets: the one place where socket events meet the modules. */
export async function startRealtime(httpServer: HttpServer, options: RealtimeOptions): Promise<Realtime> {
  const sockets = attachSockets(httpServer, options)
  const lobby = new Lobby(sockets.broadcast)
  const rooms = new Rooms({
    ...options,
    onBusy: (person, inVisit) => lobby.setInVisit(person, inVisit),
    pagesOf: (id) => lobby.connectionsOf(id),
  })
  const rings = new Rings({
    lobby,
    ringMs: options.ringMs,
    openVisit: (caller, callee) => rooms.open(caller, callee),
  })
  await rooms.resume()

  const handlers: Handlers = {
    'lobby:enter': async (page) => {
      const self = lobby.enter(page)
      const open = await options.visits.openVisitOf(page.person.id)
      const incoming = rings.incoming(page.person.id)
      const outgoing = rings.outgoing(page.person.id)
      return {
        self,
        people: lobby.people(),
        openVisit: open && {
          roomId: open.roomId,
          peer: open.caller.id === self.id ? open.callee : open.caller,
        },
        incoming: incoming && { ringId: incoming.id, from: incoming.caller.person },
        outgoing: outgoing && { ringId: outgoing.id, to: outgoing.callee },
      }
    },
    'ring:start': (page, { callee }) => rings.start(page, callee),
    'ring:accept': (page, { ringId }) => rings.accept(page, ringId),
    'ring:decline': (page, { ringId }) => {
      rings.decline(page, ringId)
      return {}
    },
    'ring:cancel': (page, { ringId }) => {
      rings.cancel(page, ringId)
      return {}
    },
    'room:join': (page, request) => rooms.join(page, request),
    'room:signal': async (page, { roomId, signal }) => {
      await rooms.signal(page, roomId, signal)
      return {}
    },
    'room:end': async (page, request) => {
      await rooms.end(page, request)
      return {}
    },
  }
  sockets.serve(handlers, (page: Connection) => {
    rings.leave(page, lobby.leave(page))
    rooms.leave(page)
  })

  return {
    rooms,
    forget(id) {
      rooms.forget(id)
      sockets.closePagesOf(id)
    },
    async close() {
      rings.close()
      rooms.close()
      await sockets.close()
    },
  }
}
