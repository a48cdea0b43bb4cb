import type { CompanionRole, RingId, RoomId, Seat } from '@visita/protocol'
import { signedIn } from './accounts.ts'
import { aRequestedCall, type Call } from './calls.ts'
import { OpenPages, type Page } from './page.ts'
import type { Browser, TestServer } from './server.ts'

/** A doctor and a patient in a visit, into which the doctor brings others. */
export class Several {
  readonly call: Call
  readonly roomId: RoomId
  readonly #server: TestServer
  readonly #pages = new OpenPages()

  private constructor(server: TestServer, call: Call) {
    this.#server = server
    this.call = call
    this.roomId = call.callerSeat.roomId
  }

  static async begin(
    server: TestServer,
    { doctor, patient }: { doctor: Browser; patient: Browser },
  ): Promise<Several> {
    return new Several(server, await aRequestedCall(server, doctor, patient))
  }

  get doctor(): Page {
    return this.call.caller
  }

  get patient(): Page {
    return this.call.callee
  }

  pageOf(who: Browser): Promise<Page> {
    return this.#pages.open(this.#server.url, who)
  }

  /** The doctor invites, the patient allows it, and it rings. */
  async invites({ self }: Browser, page: Page): Promise<{ ringId: RingId }> {
    const { roomId } = this
    await this.doctor.get('room:invite', { roomId, person: self.id })
    await this.patient.get('room:consent', { roomId, person: self.id, allowed: true })
    return page.hears('ring:incoming')
  }

  async brings(who: Browser): Promise<{ page: Page; seat: Seat }> {
    const page = await this.pageOf(who)
    const { ringId } = await this.invites(who, page)
    return { page, seat: await page.get('ring:accept', { ringId }) }
  }

  /** Somebody without an account comes with the doctor's link, and waits at the door. */
  async comesByLink(as: CompanionRole): Promise<{ who: Browser; page: Page }> {
    const { token } = await this.doctor.get('room:link', { roomId: this.roomId, as })
    const json = { token, displayName: `Somebody as ${as}` }
    const reply = await this.#server.stranger().fetch('/api/session/companion', { method: 'POST', json })
    const { browser: who } = await signedIn(this.#server, reply)
    return { who, page: await this.pageOf(who) }
  }

  async close(): Promise<void> {
    await this.call.hangUp()
    await this.#pages.close()
  }
}
