import { BOARD_LIMITS, type BoardElement } from '@visita/protocol'

export interface Version {
  version: number
  versionNonce: number
}

/**
 * Whether `a` takes the place of `b`: the higher version, and among equals the lower nonce. Excalidraw's
 * `reconcileElements` decides in the same way, so that both pages, and both layers, settle on the same one.
 */
export function isNewer(a: Version, b: Version): boolean {
  return a.version === b.version ? a.versionNonce < b.versionNonce : a.version > b.version
}

/** All elements of the board, erased ones included; merging in any order and any number of times ends the same. */
export class BoardDocument {
  readonly #elements = new Map<string, BoardElement>()

  /** Takes an element unless the one here is newer or the same; false when it changed nothing. */
  merge(element: BoardElement): boolean {
    const mine = this.#elements.get(element.id)
    if (mine ? !isNewer(element, mine) : this.isFull) return false
    this.#elements.set(element.id, element)
    return true
  }

  get isFull(): boolean {
    return this.#elements.size >= BOARD_LIMITS.elements
  }

  get(id: string): BoardElement | undefined {
    return this.#elements.get(id)
  }

  /** In drawing order, lowest first. */
  all(): BoardElement[] {
    return Array.from(this.#elements.values()).toSorted(
      (a, b) => compare(a.index, b.index) || compare(a.id, b.id),
    )
  }

  visible(): BoardElement[] {
    return this.all().filter((element) => !element.isDeleted)
  }

  /** The elements here that are newer than, or missing from, what somebody else has. */
  newerThan(theirs: ReadonlyMap<string, Version>): BoardElement[] {
    return this.all().filter((mine) => {
      const other = theirs.get(mine.id)
      return !other || isNewer(mine, other)
    })
  }

  /** Grows with every change and is equal on both pages once they have the same elements. */
  get revision(): number {
    let sum = 0
    for (const { version } of this.#elements.values()) sum += version
    return sum
  }
}

// Not localeCompare: order keys are compared by code unit on every page, whatever its language.
function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
