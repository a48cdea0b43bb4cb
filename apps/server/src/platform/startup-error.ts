/** A reason not to start that the person at the terminal can act on; printed without a stack. */
export class StartupError extends Error {
  override readonly name: string = 'StartupError'
}

/**
 * Something that we need, such as the key service, is out of reach for now: at the start a reason not to start,
 * later one to be asked again, `unavailable`.
 */
export class Unavailable extends StartupError {
  override readonly name = 'Unavailable'
}
