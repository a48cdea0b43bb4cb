import { randomFillSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lastInput, type Lab } from '../lab.ts'
import type { Measure } from '../measure.ts'
import { whenShown } from '../probe.ts'
import { atLeastTimes, rowOf } from '../result.ts'
import type { Site } from '../site.ts'

const MEGABYTES = 50
const subject = {
  name: `${MEGABYTES} MB file while 720p video runs both ways`,
  unit: 'MB/s',
  bar: atLeastTimes(0.8),
}

/** From the moment the file is picked until the other page says that it has it: the first file of a call. */
const sample = (lab: Lab, site: Site, path: string): Promise<number> =>
  lab.withCall(site, async ({ caller, callee }) => {
    await site.watchFiles(callee)
    const arrived = callee.evaluate(whenShown, site.fileArrivedText)
    await site.sendFile(caller, path)
    const milliseconds = (await arrived) - (await lastInput(caller, 'change'))
    return (MEGABYTES * 1000) / milliseconds
  })

export const file: Measure = {
  subjects: [subject],
  run: async (lab) => {
    const directory = await mkdtemp(join(tmpdir(), 'visita-bench-'))
    try {
      const path = join(directory, 'fifty-megabytes.bin')
      await writeFile(path, randomFillSync(Buffer.alloc(MEGABYTES * 1e6)))
      const { ours, reference } = await lab.interleaved((site) => sample(lab, site, path))
      return [rowOf(subject, ours, { name: lab.reference.name, samples: reference })]
    } finally {
      await rm(directory, { recursive: true })
    }
  },
}
