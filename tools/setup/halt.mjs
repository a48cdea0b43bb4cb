/** Stops a command with a message for the person at the keyboard: what is wrong and the way out. */
export class Halt extends Error {}

/**
 * Progress goes to stderr: `npm run bench -- --json` keeps stdout for its result.
 * @param {string} text
 */
export const say = (text) => process.stderr.write(`${text}\n`)

/**
 * Runs a command's main function; its result is the exit code.
 * @param {() => Promise<number>} main
 */
export async function command(main) {
  try {
    process.exitCode = await main()
  } catch (error) {
    if (!(error instanceof Halt)) throw error
    say(`\n${error.message}`)
    process.exitCode = 1
  }
}
