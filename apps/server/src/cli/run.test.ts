import { parseArgs } from 'node:util'
import { describe, expect, test } from 'vitest'
import { StartupError } from '../platform/startup-error.ts'
import type { Command } from './command.ts'
import { runCommand } from './run.ts'

const aCommand = (name: string, run: Command['run']): Command => ({
  name,
  usage: '[--to FOLDER]',
  summary: `Does ${name}.`,
  run,
})

const COMMANDS = [
  aCommand('copy', async (args, { print }) => {
    const { values } = parseArgs({ args, options: { to: { type: 'string' } } })
    print(`copied to ${values.to}`)
    return 0
  }),
  aCommand('copy verify', async (_args, { print }) => {
    print('verified')
    return 1
  }),
  aCommand('fail', async () => {
    throw new StartupError('The archive is cut.')
  }),
  aCommand('break', async () => {
    throw new TypeError('a mistake of ours')
  }),
]

async function type(line: string): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = []
  const err: string[] = []
  const words = line.split(' ').filter((word) => word !== '')
  const code = await runCommand(COMMANDS, words, {
    env: {},
    folder: '/',
    print: (text) => void out.push(text),
    complain: (text) => void err.push(text),
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

describe('a command from the terminal', () => {
  test('gets what follows its name, and gives its exit code', async () => {
    expect(await type('copy --to there')).toEqual({ code: 0, out: 'copied to there', err: '' })
    expect(await type('copy verify')).toMatchObject({ code: 1, out: 'verified' })
  })

  test('that is unknown is told so, with code 2', async () => {
    expect(await type('copi')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/^There is no command "copi"\.\n.*--help$/),
    })
  })

  test('with an option it does not take, or an argument missing, is wrong usage', async () => {
    expect(await type('copy --form there')).toMatchObject({ code: 2, err: expect.stringContaining('--form') })
    expect(await type('copy --to')).toMatchObject({ code: 2, err: expect.stringContaining('--to') })
    expect(await type('copy verfiy')).toMatchObject({ code: 2, err: expect.stringContaining('verfiy') })
  })

  test('that cannot do it says why in its own sentence, without a stack', async () => {
    expect(await type('fail')).toEqual({ code: 1, out: '', err: 'The archive is cut.' })
  })

  test('that breaks by a mistake of ours hides nothing', async () => {
    await expect(type('break')).rejects.toThrow(TypeError)
  })

  test('lists all with --help or without words, and tells of one', async () => {
    const { code, out } = await type('--help')
    expect(code).toBe(0)
    for (const { name, summary } of COMMANDS)
      expect(out).toContain(`  ${name} [--to FOLDER]\n      ${summary}`)
    expect(await type('')).toEqual({ code, out, err: '' })
    expect((await type('copy verify --help')).out).toMatch(/^Does copy verify\.\n\n {2}npm run visita --/)
  })
})
