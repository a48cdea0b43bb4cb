import { StartupError } from '../platform/startup-error.ts'

/** What a command works with besides its own words. */
export interface Terminal {
  env: NodeJS.ProcessEnv
  /** Where the person at the terminal is: relative paths among the words begin here. */
  folder: string
  /** One or more lines for standard output, without the last line's end. */
  print: (text: string) => void
}

/** Something to do from the terminal: `npm run visita -- NAME USAGE`. */
export interface Command {
  /** One word or two, as they are typed. */
  readonly name: string
  /** What may follow the name, such as `[--to FOLDER]`; empty where nothing may. */
  readonly usage: string
  /** One sentence for the list of commands. */
  readonly summary: string
  /**
   * `args` is what follows the name; node's `parseArgs` reads it, and what that throws counts as wrong usage.
   * Returns the exit code: 0 done, 1 not done. Throws StartupError for a reason to tell in a sentence.
   */
  run(args: string[], terminal: Terminal): Promise<number>
}

/** Words that are no command, or not what one takes: told with the way to the help, exit code 2. */
export class UsageError extends StartupError {}
