import { abcde } from './abcde.ts'
import type { ScoreDefinition } from './definition.ts'
import { dlqi } from './dlqi.ts'
import { easi, easiUnder8 } from './easi.ts'
import { gags } from './gags.ts'
import { iga, pga } from './global-assessment.ts'
import { hurley } from './hurley.ts'
import { ihs4 } from './ihs4.ts'
import { itchNrs } from './itch-nrs.ts'
import { mmasi } from './mmasi.ts'
import { pasi } from './pasi.ts'
import { poem } from './poem.ts'
import { salt } from './salt.ts'
import { poScorad, scorad } from './scorad.ts'
import { sevenPoint } from './seven-point.ts'
import { tds } from './tds.ts'
import { uas7 } from './uas7.ts'
import { vasi } from './vasi.ts'

/** All scores of X3. */
export const SCORES: readonly ScoreDefinition[] = [
  pasi,
  easi,
  easiUnder8,
  scorad,
  poScorad,
  dlqi,
  poem,
  iga,
  pga,
  uas7,
  ihs4,
  hurley,
  gags,
  vasi,
  salt,
  mmasi,
  sevenPoint,
  abcde,
  tds,
  itchNrs,
]

export const scoreCalled = (id: string): ScoreDefinition | null =>
  SCORES.find((score) => score.id === id) ?? null
