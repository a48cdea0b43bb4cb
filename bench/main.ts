/* `npm run bench`: every measure of the visit; `-- --json` prints one array of rows to stdout. */
import { parseArgs } from 'node:util'
import { command, Halt, say } from '../tools/setup/halt.mjs'
import { Lab } from './lab.ts'
import type { Measure } from './measure.ts'
import { acceptToFrame } from './measures/accept-to-frame.ts'
import { chat } from './measures/chat.ts'
import { cpu } from './measures/cpu.ts'
import { file } from './measures/file.ts'
import { logins } from './measures/logins.ts'
import { noise } from './measures/noise.ts'
import { openToFrame } from './measures/open-to-frame.ts'
import { photoPipeline } from './measures/photo-pipeline.ts'
import { recordPage } from './measures/record-page.ts'
import { scriptSize } from './measures/script-size.ts'
import { serverMemory } from './measures/server-memory.ts'
import { socketCut } from './measures/socket-cut.ts'
import { strokes } from './measures/stroke.ts'
import { timeline } from './measures/timeline.ts'
import { rowOf, type Row } from './result.ts'

const MEASURES: Record<string, Measure> = {
  'accept-to-frame': acceptToFrame,
  'open-to-frame': openToFrame,
  file,
  chat,
  stroke: strokes,
  'socket-cut': socketCut,
  cpu,
  'script-size': scriptSize,
  'server-memory': serverMemory,
  'record-page': recordPage,
  timeline,
  'photo-pipeline': photoPipeline,
  logins,
  noise,
}

await command(async () => {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      only: { type: 'string' },
      runs: { type: 'string', default: '5' },
    },
  })
  const chosen = Object.entries(MEASURES).filter(
    ([name]) => values.only === undefined || name === values.only,
  )
  if (chosen.length === 0) throw new Halt(`--only takes one of: ${Object.keys(MEASURES).join(', ')}`)
  const lab = await Lab.open(Number(values.runs))
  try {
    const rows: Row[] = []
    for (const [name, measure] of chosen) rows.push(...(await measured(name, measure, lab)))
    if (values.json) console.log(JSON.stringify(rows, null, 2))
    else console.table(rows)
    return rows.every(({ holds }) => holds) ? 0 : 1
  } finally {
    await lab.close()
  }
})

/** A measure that fails is a miss of its own, and no reason to leave the rest unmeasured. */
async function measured(name: string, measure: Measure, lab: Lab): Promise<Row[]> {
  say(`${name} …`)
  try {
    return await measure.run(lab)
  } catch (error) {
    say(`${name} could not be measured: ${error instanceof Error ? error.message : String(error)}`)
    return measure.subjects.map((subject) => rowOf(subject, []))
  }
}
