/* Licences, origins and known vulnerabilities of every part, and a bill of materials (B15, C36, C37). */
import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { command } from '../setup/halt.mjs'
import { ROOT } from '../setup/root.mjs'
import { advisoryFaults } from './advisories.ts'
import { readDependencies } from './lockfile.ts'
import { licenceFaults, originFaults } from './rules.ts'

/** Ignored by git. */
const BILL = join('.cache', 'bill-of-materials.cdx.json')

await command(async () => {
  const dependencies = await readDependencies()
  const verdicts = [
    report('licences', licenceFaults(dependencies)),
    report('origins', originFaults(dependencies)),
    report('known vulnerabilities', advisoryFaults((await npm('audit', '--json')).output)),
    report('bill of materials', await writeBill()),
  ]
  console.log(`\n${dependencies.length} packages; ${verdicts.filter((well) => !well).length} checks failed`)
  return verdicts.every(Boolean) ? 0 : 1
})

function report(name: string, faults: readonly string[]): boolean {
  console.log(`${faults.length === 0 ? 'ok    ' : 'FAILED'} ${name}`)
  for (const fault of faults) console.log(`       ${fault}`)
  return faults.length === 0
}

/** What is given on, without what only the tests need. */
async function writeBill(): Promise<string[]> {
  const { output, ended } = await npm('sbom', '--sbom-format=cyclonedx', '--omit=dev')
  if (!ended) return [`npm could not list the parts: ${output.slice(0, 200)}`]
  await mkdir(join(ROOT, '.cache'), { recursive: true })
  await writeFile(join(ROOT, BILL), output)
  console.log(`       written to ${BILL}`)
  return []
}

/** npm ends with an error also where it has found something, so its output counts. */
function npm(...args: string[]): Promise<{ output: string; ended: boolean }> {
  return new Promise((resolve) => {
    execFile('npm', args, { cwd: ROOT, maxBuffer: 64 * 1024 ** 2 }, (error, stdout) =>
      resolve({ output: stdout, ended: error === null }),
    )
  })
}
