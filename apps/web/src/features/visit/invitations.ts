import { Scope, Store, type Readable } from '@visita/call'
import {
  COMPANION_ROLES,
  type CompanionRole,
  type Invited,
  type Participant,
  type PayloadOf,
  type PersonId,
  type ReplyOf,
  type Seat,
} from '@visita/protocol'
import { refusalCodeOf, type RefusalCode } from '../../platform/refused.ts'
import type { ServerSocket } from '../../platform/socket.ts'

export type InvitationNews =
  | Pick<PayloadOf<'room:invitation_over'>, 'person' | 'outcome'>
  | { person: Participant; outcome: RefusalCode }

/** By whom they are for. */
type RoomLinks = Partial<Record<CompanionRole, ReplyOf<'room:link'>>>

/** Whom the doctor could invite, as far as it was looked up. */
export type Invitable =
  | { status: 'looking' }
  | { status: 'found'; people: readonly Participant[] }
  | { status: 'failed'; code: RefusalCode }

/** Who is invited into this visit, as everybody in it sees it; the doctor invites, the patient is asked. */
export class Invitations {
  readonly #socket: ServerSocket
  readonly #seat: Seat
  readonly #invited: Store<readonly Invited[]>
  readonly #invitable = new Store<Invitable>({ status: 'looking' })
  readonly #news = new Store<InvitationNews | null>(null)
  readonly #locked: Store<boolean>
  readonly #links = new Store<RoomLinks>({})
  /** A no that has not reached the server; a yes that was told as failed may have. */
  readonly #unsaid = new Map<PersonId, Participant>()
  readonly #scope = new Scope()

  constructor(socket: ServerSocket, seat: Seat) {
    this.#socket = socket
    this.#seat = seat
    this.#locked = new Store(seat.locked)
    this.#scope.add(
      socket.on('room:locked', ({ roomId, locked }) => {
        if (roomId !== seat.roomId) return
        this.#locked.set(locked)
        if (locked) this.#links.set({})
      }),
    )
    this.#invited = new Store<readonly Invited[]>(seat.invited)
    this.#scope.add(
      socket.on('room:invited', ({ roomId, invited }) => {
        if (roomId !== seat.roomId) return
        this.#invited.set(invited)
        this.#dropUsed(invited)
        // Whoever is invited, or is no more, changes who can be.
        if (this.#invitable.get().status !== 'looking') void this.look()
      }),
    )
    this.#scope.add(
      socket.on('room:invitation_over', ({ roomId, person, outcome }) => {
        if (roomId === seat.roomId && outcome !== 'cancelled') this.#news.set({ person, outcome })
      }),
    )
  }

  get invited(): Readable<readonly Invited[]> {
    return this.#invited
  }

  /** Whether nobody else comes in. */
  get locked(): Readable<boolean> {
    return this.#locked
  }

  /** Why the last one did not come, or what was refused. */
  get news(): Readable<InvitationNews | null> {
    return this.#news
  }

  /** Who waits for this person's yes. */
  asksMe({ awaits }: Invited): boolean {
    return awaits.includes(this.#seat.self.id)
  }

  /** After the socket was away. */
  take({ invited, locked }: Pick<Seat, 'invited' | 'locked'>): void {
    this.#locked.set(locked)
    this.#invited.set(invited)
    for (const person of Array.from(this.#unsaid.values())) void this.answer(person, false)
  }

  get invitable(): Readable<Invitable> {
    return this.#invitable
  }

  /** Looks who can be invited at this moment. */
  async look(): Promise<void> {
    try {
      const { people } = await this.#socket.request('room:invitable', { roomId: this.#seat.roomId })
      this.#invitable.set({ status: 'found', people })
    } catch (error) {
      this.#invitable.set({ status: 'failed', code: refusalCodeOf(error) })
    }
  }

  async invite(person: Participant): Promise<void> {
    this.#news.set(null)
    await this.#ask(person, () => this.#socket.request('room:invite', this.#of(person.id)))
  }

  async withdraw(person: Participant): Promise<void> {
    await this.#ask(person, () => this.#socket.request('room:withdraw', this.#of(person.id)))
  }

  async answer(person: Participant, allowed: boolean): Promise<void> {
    this.#unsaid.delete(person.id)
    await this.#ask(person, async () => {
      try {
        await this.#socket.request('room:consent', { ...this.#of(person.id), allowed })
      } catch (error) {
        if (!allowed && refusalCodeOf(error) === 'offline') this.#unsaid.set(person.id, person)
        throw error
      }
    })
  }

  /** The links that this page has made and that nobody has used yet. */
  get links(): Readable<RoomLinks> {
    return this.#links
  }

  async makeLink(as: CompanionRole): Promise<void> {
    const { roomId, self } = this.#seat
    await this.#ask(self, async () => {
      const link = await this.#socket.request('room:link', { roomId, as })
      this.#links.update((links) => ({ ...links, [as]: link }))
    })
  }

  async withdrawLink(as: CompanionRole): Promise<void> {
    const { roomId, self } = this.#seat
    await this.#ask(self, async () => {
      await this.#socket.request('room:unlink', { roomId, as })
      this.#links.update(({ [as]: _withdrawn, ...links }) => links)
    })
  }

  async lock(locked: boolean): Promise<void> {
    await this.#ask(this.#seat.self, () =>
      this.#socket.request('room:lock', { roomId: this.#seat.roomId, locked }),
    )
  }

  dismissNews(): void {
    this.#news.set(null)
  }

  close(): void {
    this.#scope.dispose()
  }

  /** Whoever has used a link is asked about now. */
  #dropUsed(invited: readonly Invited[]): void {
    for (const as of COMPANION_ROLES) {
      if (invited.some(({ role }) => role === as)) this.#links.update(({ [as]: _used, ...links }) => links)
    }
  }

  async #ask(person: Participant, ask: () => Promise<unknown>): Promise<void> {
    try {
      await ask()
    } catch (error) {
      this.#news.set({ person, outcome: refusalCodeOf(error) })
    }
  }

  #of(person: PersonId) {
    return { roomId: this.#seat.roomId, person }
  }
}
