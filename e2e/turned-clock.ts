/* Loaded into the server of a test before its own program: SIGUSR2 turns its clock on by a quarter of an hour. */

const QUARTER_MS = 15 * 60_000

const { now } = Date
let ahead = 0
Date.now = () => now() + ahead
process.on('SIGUSR2', () => {
  ahead += QUARTER_MS
})
