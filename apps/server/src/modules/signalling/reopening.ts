import type { PersonId } from '@visita/protocol'
import type { PlacedAttendee, Visit } from '../visits/index.ts'

const isOfTheTwo = ({ place }: PlacedAttendee): boolean => place < 2

/** One of the two who began it may, while the other has not left either. */
export function canReopen({ attendees }: Visit, id: PersonId): boolean {
  const two = attendees.filter(isOfTheTwo)
  return two.length === 2 && two.some(({ person }) => person.id === id)
}

/** As it goes on: whoever was invited into it is invited again, or stays away. */
export function reopened(visit: Visit): Visit {
  const { true: attendees = [], false: invited = [] } = Object.groupBy(visit.attendees, (each) =>
    isOfTheTwo(each) ? 'true' : 'false',
  )
  return { ...visit, attendees, gone: [...visit.gone, ...invited], end: null }
}
