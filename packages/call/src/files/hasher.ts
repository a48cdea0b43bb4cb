/** SHA-256 of bytes that come in pieces. */
export interface Hasher {
  /** Resolves when the piece is hashed. Pieces are hashed in the order of the calls. */
  update(bytes: Uint8Array<ArrayBuffer>): Promise<void>
  /** 64 lower-case hexadecimal digits; nothing can be added afterwards. */
  digest(): Promise<string>
  release(): void
}

export type NewHasher = () => Hasher

/**
 * Hashes in WebAssembly where it is called, at some 300 MB/s; on two cores a worker measured no faster. The
 * library comes with the first file: it is a tenth of the room's script, and many visits have no file.
 */
export function newWasmHasher(): Hasher {
  const state = import('hash-wasm').then(({ createSHA256 }) => createSHA256())
  // Who waits for a piece is told; a hasher that nobody asked yet must not count as an unhandled failure.
  state.catch(() => undefined)
  return {
    async update(bytes) {
      const hash = await state
      hash.update(bytes)
    },
    async digest() {
      const hash = await state
      return hash.digest()
    },
    release() {},
  }
}
