import type { Writable } from 'node:stream'
import type { DestinationStream } from 'pino'

/** Bytes that may wait for whoever reads the log: some thousand lines. */
const MOST_WAITING = 1024 ** 2

/**
 * Where the log goes, without the power to hold the server up: pino's own destination writes synchronously, and
 * into a full pipe waits for its reader with everything else. Here lines wait in memory; those beyond a megabyte
 * are left out and counted in a line of their own. A reader that has gone costs the lines alone.
 */
export function logOutput(stream: Writable): DestinationStream {
  let lost = 0
  // Unheard, this would end the process.
  stream.on('error', () => {})
  stream.on('drain', () => {
    if (lost === 0) return
    stream.write(`${JSON.stringify({ level: 40, time: Date.now(), event: 'log_lines_lost', lines: lost })}\n`)
    lost = 0
  })
  return {
    write(line) {
      if (stream.writableLength > MOST_WAITING) lost += 1
      else stream.write(line)
    },
  }
}
