import type { Lab } from './lab.ts'
import type { Row, Subject } from './result.ts'

/** One file of measures/. `subjects` stand in the result, as not held, when the measure fails. */
export interface Measure {
  subjects: Subject[]
  run(lab: Lab): Promise<Row[]>
}
