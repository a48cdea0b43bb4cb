import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** In which Linux counts the time of processes (proc(5)). */
const TICKS = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

interface Process {
  pid: number
  parent: number
  name: string
  /** Seconds, with those of its children that have ended. */
  cpu: number
}

/** Seconds of CPU that the browsers which this process has started have used so far, all their processes together. */
export function cpuOfBrowsers(): number {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap(processOrNone)
  const byParent = Map.groupBy(all, ({ parent }) => parent)
  const below = (pid: number): Process[] =>
    (byParent.get(pid) ?? []).flatMap((child) => [child, ...below(child.pid)])
  return below(process.pid)
    .filter(({ name }) => name.startsWith('chrom'))
    .reduce((sum, { cpu }) => sum + cpu, 0)
}

/** None where it has ended meanwhile. */
function processOrNone(pid: string): Process[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name stands in parentheses and may have any in it (proc_pid_stat(5)); the fields after it are counted from 3.
    const end = stat.lastIndexOf(')')
    const fields = stat.slice(end + 2).split(' ')
    const field = (number: number): number => Number(fields[number - 3])
    const ticks = field(14) + field(15) + field(16) + field(17)
    const name = stat.slice(stat.indexOf('(') + 1, end)
    return [{ pid: Number(pid), parent: field(4), name, cpu: ticks / TICKS }]
  } catch {
    return []
  }
}
