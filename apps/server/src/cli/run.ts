import { StartupError } from '../platform/startup-error.ts'
import { type Command, type Terminal, UsageError } from './command.ts'

/** Finds the command that the words name and runs it; returns the exit code. */
export async function runCommand(
  commands: readonly Command[],
  words: string[],
  terminal: Terminal & { complain: (text: string) => void },
): Promise<number> {
  try {
    if (words.length === 0 || isHelp(words[0])) {
      terminal.print(overview(commands))
      return 0
    }
    const command = find(commands, words)
    const args = words.slice(wordsOf(command).length)
    if (args.some(isHelp)) {
      terminal.print(`${command.summary}\n\n  npm run visita -- ${lineOf(command)}`)
      return 0
    }
    return await command.run(args, terminal)
  } catch (error) {
    if (isWrongUsage(error)) {
      terminal.complain(`${error.message}\nWhat there is: npm run visita -- --help`)
      return 2
    }
    if (!(error instanceof StartupError)) throw error
    terminal.complain(error.message)
    return 1
  }
}

const isHelp = (word: string | undefined): boolean => word === '--help' || word === '-h'

/** `backup verify` before `backup`: the longest name that the words begin with. */
function find(commands: readonly Command[], words: string[]): Command {
  const named = commands
    .filter((command) => wordsOf(command).every((word, index) => word === words[index]))
    .toSorted((a, b) => wordsOf(b).length - wordsOf(a).length)
  const [command] = named
  if (command === undefined) throw new UsageError(`There is no command "${words.join(' ')}".`)
  return command
}

const wordsOf = ({ name }: Command): string[] => name.split(' ')

const lineOf = ({ name, usage }: Command): string => `${name} ${usage}`.trim()

function overview(commands: readonly Command[]): string {
  const sorted = commands.toSorted((a, b) => a.name.localeCompare(b.name))
  const lines = sorted.map((command) => `  ${lineOf(command)}\n      ${command.summary}`)
  return ['npm run visita -- COMMAND', '', ...lines].join('\n')
}

/** Ours, or one of node's `parseArgs`, whose sentences name the option that is wrong. */
function isWrongUsage(error: unknown): error is Error {
  if (error instanceof UsageError) return true
  if (!(error instanceof Error) || !('code' in error)) return false
  return typeof error.code === 'string' && error.code.startsWith('ERR_PARSE_ARGS_')
}
