import { wholeNumber } from '../kinds.ts'
import { type Parameter, parameter } from '../parameter.ts'

const seconds = (variable: string, fallback: number, about: string): Parameter<number, 'file'> =>
  parameter({
    variable,
    kind: wholeNumber(1, 3600),
    where: 'file',
    fallback: { value: fallback },
    unit: 'seconds',
    about,
  })

/** How long what happens in a visit may take. */
export const visits = {
  ringSeconds: seconds('VISITA_RING_SECONDS', 45, 'How long a ring waits for an answer.'),
  returnSeconds: seconds('VISITA_RETURN_SECONDS', 120, 'How long an ended visit can be returned to.'),
  reloadSeconds: seconds(
    'VISITA_RELOAD_SECONDS',
    10,
    'How long a page that was closed or reloaded may take to come back before its visit ends.',
  ),
  lostSeconds: seconds(
    'VISITA_LOST_SECONDS',
    120,
    'How long a visit waits while nobody is in its room, until it counts as lost.',
  ),
}
