import type { Server as HttpServer } from 'node:http'
import type { LobbyMode, PersonId, Relays, Role, SessionId } from '@visita/protocol'
import type { Visits } from './modules/visits/index.ts'
import { type Audience, audienceOf, Lobby, Rings } from './modules/presence/index.ts'
import type { RequestPorts, Requests } from './modules/requests/index.ts'
import { Forwarding, type JanusPlace } from './modules/forwarding/index.ts'
import { Invitations, RoomLinks, Rooms, showLarge } from './modules/signalling/index.ts'
import { Refusal } from './platform/http-errors.ts'
import { Coalesced } from './platform/coalesced.ts'
import type { Member } from './platform/principal.ts'
import {
  attachSockets,
  type Connection,
  type Handlers,
  type SocketServerOptions,
} from './platform/sockets.ts'

/** "Live" is within a second; a morning's rush must not ask for the queue at every arrival. */
const QUEUE_NEWS_MS = 250

/** A cut line is back within it, and whoever waits for an answer does not wait for it long. */
const RING_GRACE_MS = 4_000

const PRESENCE = { available: 'ready', ringing: 'busy', in_visit: 'busy', away: 'away' } as const

export interface RealtimeOptions extends Omit<SocketServerOptions<Group>, 'audiencesOf'> {
  lobbyMode: () => LobbyMode
  /** Makes the queue, which needs to know who is here. */
  openRequests: (presence: PresencePorts) => Requests
  visits: Visits
  relays: () => Relays
  /** Null where the clinic has no forwarding server. */
  forwarder: JanusPlace | null
  returnMs: number
  ringMs: number
  closeGraceMs: number
  lostMs: number
}

type PresencePorts = Pick<RequestPorts, 'doctorsHere' | 'presenceOf' | 'changed'>

export interface Realtime {
  rooms: Rooms
  invitations: Invitations
  requests: Requests
  forwarding: Forwarding
  /** Ends what a session has open that has ended. */
  forget: (session: { sessionId: SessionId; personId: PersonId }) => void
  /** Tells those whom an access against the rule concerns, and all privacy officers, to look again. */
  tellOfAccess: (access: { doctorId: PersonId; patientId: PersonId }) => void
  /** Tells these people to look at photographs again. */
  tellOfPhotos: (people: readonly PersonId[]) => void
  close(): Promise<void>
}

const REVIEWERS = 'privacy_officer' satisfies Role

type Group = Audience | PersonId | typeof REVIEWERS

/** Besides what all of their kind hear, everybody hears what is for them alone. */
const audiencesOf = (member: Member): Group[] => [
  audienceOf(member),
  member.person.id,
  ...member.roles.filter((role) => role === REVIEWERS),
]

/** Joins lobby, rings and rooms to the sockets: the one place where socket events meet the modules. */
export async function startRealtime(httpServer: HttpServer, options: RealtimeOptions): Promise<Realtime> {
  const sockets = attachSockets(httpServer, { ...options, audiencesOf })
  const queueNews = new Coalesced(() => {
    sockets.broadcast(['doctor', 'coordinator'], 'queue:changed', {})
    sockets.broadcast(['patient', 'guest'], 'request:changed', {})
  }, QUEUE_NEWS_MS)
  const lobby = new Lobby({
    broadcast: sockets.broadcast,
    mode: options.lobbyMode,
    onChange: queueNews.call,
  })
  const requests = options.openRequests({
    doctorsHere: () => lobby.doctorsHere(),
    presenceOf: (id) => PRESENCE[lobby.find(id)?.availability ?? 'away'],
    changed: queueNews.call,
  })
  const forwarding = new Forwarding({
    place: options.forwarder,
    logger: options.logger,
    onPublishing: (roomId, publishing) => rooms.find(roomId)?.tellPublishing(publishing),
  })
  const rooms = new Rooms({
    ...options,
    onBusy: (attendee, inVisit) => {
      lobby.setInVisit(attendee, inVisit)
      if (inVisit) rings.endOfBusy(attendee.person.id)
    },
    pagesOf: (id) => lobby.connectionsOf(id),
    onLeft: (room, id) => {
      invitations.left(room, id)
      void forwarding.left(room.roomId, id)
    },
    onEnded: (room) => {
      invitations.ended(room)
      void forwarding.ended(room.roomId)
    },
    onAway: (room, id) => invitations.away(room, id),
  })
  const rings = new Rings({
    lobby,
    ringMs: options.ringMs,
    graceMs: RING_GRACE_MS,
    relays: options.relays,
    openVisit: (caller, callee) => rooms.open(caller, callee),
    endVisit: (caller, { roomId, seatToken }) => rooms.end(caller, { roomId, seatToken, reason: 'ended' }),
  })
  const invitations = new Invitations({
    rooms,
    visits: options.visits,
    colleaguesOf: (id) => lobby.colleaguesOf(id),
    find: (id) => lobby.find(id),
    links: new RoomLinks(options.clock),
    pagesOf: (id) => lobby.connectionsOf(id),
    ring: (how) => rings.startInvited(how),
    stopRinging: (id) => rings.withdrawInvited(id),
    graceMs: RING_GRACE_MS,
  })
  await rooms.resume()

  const handlers: Handlers = {
    'lobby:enter': async (page, { ringing }) => {
      lobby.enter(page)
      rings.enter(page, ringing ?? null)
      await invitations.knock(page)
      const open = await options.visits.openVisitOf(page.person.id)
      const incoming = rings.incoming(page.person.id)
      const outgoing = rings.outgoing(page.person.id)
      // As it is after the database was asked: what changed meanwhile this page has been told already.
      const self = lobby.find(page.person.id)
      if (self === null) throw new Refusal('person_gone')
      return {
        self,
        people: lobby.peopleFor(page.member),
        openVisit: open && {
          roomId: open.roomId,
          peers: open.attendees.map(({ person }) => person).filter(({ id }) => id !== self.id),
        },
        incoming: incoming && { ringId: incoming.id, from: incoming.from, into: incoming.into },
        outgoing: outgoing && { ringId: outgoing.id, to: outgoing.callee },
      }
    },
    'ring:start': (page, { callee }) => rings.start(page, callee),
    'ring:accept': (page, { ringId }) => rings.accept(page, ringId),
    'ring:decline': (page, { ringId }) => {
      rings.decline(page, ringId)
      return {}
    },
    'ring:cancel': async (page, { ringId }) => {
      await rings.cancel(page, ringId)
      return {}
    },
    'room:join': (page, request) => rooms.join(page, request),
    'room:signal': async (page, request) => {
      await rooms.signal(page, request)
      return {}
    },
    'room:relays': (page, { roomId }) => rooms.relays(page, roomId),
    'room:show': async (page, request) => {
      await showLarge(rooms, page, request)
      return {}
    },
    'room:lock': async (page, request) => {
      await invitations.lock(page, request)
      return {}
    },
    'room:link': (page, request) => invitations.link(page, request),
    'room:unlink': async (page, request) => {
      await invitations.unlink(page, request)
      return {}
    },
    'forward:look': async (page, { roomId }) => {
      await rooms.seatedIn(page, roomId)
      return forwarding.look(roomId)
    },
    'forward:publish': async (page, request) => {
      await rooms.seatedIn(page, request.roomId)
      return forwarding.publish(page.person.id, request)
    },
    'forward:subscribe': async (page, request) => {
      await rooms.seatedIn(page, request.roomId)
      return forwarding.subscribe(page.person.id, request)
    },
    'forward:answer': async (page, request) => {
      await rooms.seatedIn(page, request.roomId)
      await forwarding.answer(page.person.id, request)
      return {}
    },
    'forward:candidate': async (page, request) => {
      await rooms.seatedIn(page, request.roomId)
      await forwarding.candidate(page.person.id, request)
      return {}
    },
    'forward:stop': async (page, request) => {
      await rooms.seatedIn(page, request.roomId)
      await forwarding.stop(page.person.id, request)
      return {}
    },
    'room:invitable': async (page, { roomId }) => ({ people: await invitations.invitable(page, roomId) }),
    'room:invite': async (page, request) => {
      await invitations.invite(page, request)
      return {}
    },
    'room:withdraw': async (page, request) => {
      await invitations.withdraw(page, request)
      return {}
    },
    'room:consent': async (page, request) => {
      await invitations.consent(page, request)
      return {}
    },
    'check:relays': () => options.relays(),
    'room:end': async (page, request) => {
      await rooms.end(page, request)
      return {}
    },
    'request:look': async ({ person }) => ({ request: await requests.own(person.id) }),
    'queue:look': async ({ member }) => ({ requests: await requests.queueFor(member) }),
    'queue:accept': async (page, { requestId }) => {
      const patientId = await requests.patientFor(page.member, requestId)
      return rings.startAsked(page, patientId, (doctor, patient) =>
        requests.accept(doctor.member, requestId, () => rooms.open(doctor, patient, 'request')),
      )
    },
  }
  sockets.serve(handlers, (page: Connection) => {
    lobby.leave(page)
    rings.leave(page)
    rooms.leave(page)
  })

  return {
    rooms,
    invitations,
    requests,
    forwarding,
    forget(session) {
      rooms.forget(session)
      rings.forget(session)
      sockets.closePagesOf(session.sessionId)
    },
    tellOfAccess({ doctorId, patientId }) {
      sockets.broadcast([doctorId, patientId, REVIEWERS], 'access:changed', {})
    },
    tellOfPhotos: (people) => sockets.broadcast(people, 'photos:changed', {}),
    async close() {
      queueNews.close()
      rings.close()
      rooms.close()
      await forwarding.close()
      await sockets.close()
    },
  }
}
