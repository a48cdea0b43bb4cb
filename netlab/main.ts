import { runNetlab } from '../tools/checks/netlab.ts'
import { command, Halt } from '../tools/setup/halt.mjs'

await command(async () => {
  const { failed, notRun } = await runNetlab(process.argv[2])
  if (notRun !== undefined) throw new Halt(notRun)
  return failed === 0 ? 0 : 1
})
