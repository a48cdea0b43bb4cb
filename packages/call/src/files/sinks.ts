/** Where the bytes of one incoming file go, in order. */
export interface FileSink {
  write(pieces: readonly Uint8Array<ArrayBuffer>[]): Promise<void>
  /** All is written and checked. The content, or `null` where it is no longer in this page's hands. */
  close(): Promise<Blob | null>
  /** Nothing of it is kept. */
  abort(): Promise<void>
}

/** Pieces are folded into Blobs, which the browser can move out of the page's memory. */
const FOLD_AT = 4 * 1024 ** 2

/** Keeps the file in the page. `mediaType` is what the Blob claims to be. */
export function memorySink(mediaType: string): FileSink {
  let folded: Blob[] = []
  let pieces: Uint8Array<ArrayBuffer>[] = []
  let bytes = 0
  const fold = (): void => {
    folded.push(new Blob(pieces))
    pieces = []
    bytes = 0
  }
  return {
    async write(more) {
      pieces.push(...more)
      for (const piece of more) bytes += piece.byteLength
      if (bytes >= FOLD_AT) fold()
    },
    async close() {
      fold()
      const content = new Blob(folded, { type: mediaType })
      // A browser that ran out of room for Blobs says so only when they are read.
      if (content.size > 0) await content.slice(-1).arrayBuffer()
      return content
    },
    async abort() {
      folded = []
      pieces = []
    },
  }
}

/** Writes to the file that the person chose; it appears there only when it is closed. */
export function diskSink(target: FileSystemWritableFileStream): FileSink {
  return {
    write: (pieces) => target.write(new Blob([...pieces])),
    async close() {
      await target.close()
      return null
    },
    abort: () => target.abort(),
  }
}
