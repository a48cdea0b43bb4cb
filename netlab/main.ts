/* `npm run netlab`: calls through networks; `-- PART` those with that in their names, `-- --measure` the measures,
   `-- --record` the traces for the line's controller. */
import { parseArgs } from 'node:util'
import { runNetlab } from '../tools/checks/netlab.ts'
import { command, Halt } from '../tools/setup/halt.mjs'

await command(async () => {
  const { values, positionals } = parseArgs({
    options: {
      measure: { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
      runs: { type: 'string', default: '20' },
    },
    allowPositionals: true,
  })
  const { failed, notRun } = await runNetlab({
    project: values.record ? 'traces' : values.measure ? 'measures' : 'tests',
    part: positionals[0],
    runs: values.runs,
  })
  if (notRun !== undefined) throw new Halt(notRun)
  return failed === 0 ? 0 : 1
})
