import { Store, type Readable } from '@visita/call'
import type { ErasureReply, PersonId, PersonList, Role } from '@visita/protocol'
import { accountApi, type MadeLink } from '../../platform/account-api.ts'
import { officeApi } from '../../platform/office-api.ts'
import { refusalCodeOf, type RefusalCode } from '../../platform/refused.ts'

export type AccountHolder = PersonList['people'][number]

export type PeopleState =
  | { status: 'loading' }
  | { status: 'failed'; code: RefusalCode }
  /** By name. */
  | { status: 'listed'; people: readonly AccountHolder[] }

interface Erased {
  displayName: string
  backups: ErasureReply['backups']
}

/** Who has an account here, for whoever looks after the accounts. */
export class PeopleModel {
  readonly #state = new Store<PeopleState>({ status: 'loading' })
  readonly #erased = new Store<Erased | null>(null)

  /** Who was erased just now, and what became of their key in the backups. */
  get erased(): Readable<Erased | null> {
    return this.#erased
  }

  get state(): Readable<PeopleState> {
    return this.#state
  }

  async load(): Promise<void> {
    try {
      const people = await accountApi.people()
      this.#state.set({ status: 'listed', people: people.toSorted(byName) })
    } catch (error) {
      this.#state.set({ status: 'failed', code: refusalCodeOf(error) })
    }
  }

  /** Throws `Refused`. Whoever is changed is signed out everywhere. */
  async setRoles(id: PersonId, roles: Role[]): Promise<void> {
    await accountApi.changePerson(id, { roles })
    await this.load()
  }

  /** Throws `Refused`. */
  async setStatus(id: PersonId, status: AccountHolder['status']): Promise<void> {
    await accountApi.changePerson(id, { status })
    await this.load()
  }

  /** Destroys all that was kept of them; the list then says so once. Throws `Refused`. */
  async erase({ id, displayName }: AccountHolder): Promise<void> {
    const { backups } = await officeApi.erase(id)
    this.#erased.set({ displayName, backups })
    await this.load()
  }

  /** A link for another password; it is shown this once. Throws `Refused`. */
  offerReset(id: PersonId): Promise<MadeLink> {
    return accountApi.offerReset(id)
  }
}

/** Those whose name or e-mail has every word of the search, in any order, however written. */
export function matching(people: readonly AccountHolder[], search: string): AccountHolder[] {
  const words = plain(search).split(/\s+/)
  return people.filter(({ displayName, login }) => {
    const text = `${plain(displayName)} ${plain(login)}`
    return words.every((word) => text.includes(word))
  })
}

/** Accents and capitals are easily left out when one is in a hurry. */
const plain = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().trim()

const byName = (a: AccountHolder, b: AccountHolder): number => a.displayName.localeCompare(b.displayName)
