import {
  configurationOf,
  NO_ROUTING,
  openConnection,
  type ConnectionMaker,
  type OpenConnection,
  type Routing,
} from './open-connection.ts'
import { openMediaLines, type Tracks } from './tracks.ts'

/** Which side of the call this page will be; the caller is the impolite one. */
export type StandbyFor = { polite: true } | { polite: false; routing: Routing; tracks: Tracks }

/**
 * The connection of the next call, made while it rings: what a browser does for it takes longer than the way
 * to the other person. The caller's has its offer and looks for its routes. Nothing of it reaches the other
 * person before a `Call` takes it, and a ring that comes to nothing releases it.
 */
export class Standby {
  readonly #create: ConnectionMaker | undefined
  #ready: { polite: boolean; opened: OpenConnection } | null = null

  constructor(create?: ConnectionMaker) {
    this.#create = create
  }

  /** Keeps the one that is there where it is for the same side. */
  prepare(side: StandbyFor): void {
    if (this.#ready?.polite === side.polite) return
    this.release()
    const opened = openConnection(side.polite ? NO_ROUTING : side.routing, this.#create)
    this.#ready = { polite: side.polite, opened }
    if (side.polite) return
    openMediaLines(opened.connection, side.tracks)
    // Where it fails, the call makes its offer itself.
    void opened.connection.setLocalDescription().catch(() => undefined)
  }

  /** Hands it over, to be closed by whoever takes it; null where none was made for this side. */
  take({ polite, routing }: { polite: boolean; routing: Routing }): OpenConnection | null {
    if (this.#ready?.polite !== polite) return null
    const { opened } = this.#ready
    this.#ready = null
    // The caller was told its servers when it began to ring, and has looked for its routes with them.
    if (polite) opened.connection.setConfiguration(configurationOf(routing))
    return opened
  }

  release(): void {
    this.#ready?.opened.connection.close()
    this.#ready = null
  }
}
