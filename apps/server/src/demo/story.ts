import type { RequestReason } from '@visita/protocol'
import { type Invented, PEOPLE } from './people.ts'

interface Asked {
  reason: RequestReason
  text: string
}

export interface PastVisit {
  patient: Invented
  doctor: Invented
  daysAgo: number
  asked: Asked
  lines: readonly { by: 'doctor' | 'patient'; text: string }[]
}

const doctor = (text: string) => ({ by: 'doctor', text }) as const
const patient = (text: string) => ({ by: 'patient', text }) as const

/** What has happened before somebody first looks at the demo clinic. It is invented, and advises nobody. */
export const PAST_VISITS: readonly PastVisit[] = [
  {
    patient: PEOPLE.patty,
    doctor: PEOPLE.flora,
    daysAgo: 6,
    asked: { reason: 'new_problem', text: 'A red, itching patch on my left forearm, for a week now.' },
    lines: [
      doctor('Good morning! I can see and hear you well. Please hold the arm a little nearer to the lamp.'),
      patient('Is it better like this? It itches most in the evening.'),
      doctor('Much better, thank you. Have you used a new soap or washing powder lately?'),
      patient('Yes, another washing powder, since about ten days ago.'),
      doctor('Go back to the old one, and use the cream that we talked about, thinly, once a day.'),
      patient('I will. Thank you, doctor!'),
    ],
  },
  {
    patient: PEOPLE.ivan,
    doctor: PEOPLE.magnus,
    daysAgo: 2,
    asked: { reason: 'follow_up', text: 'You wanted to see how the stitches on my shoulder are healing.' },
    lines: [
      doctor('The wound is dry and closed. That has healed well.'),
      patient('May I swim again?'),
      doctor('From next week on. Until then please keep it dry.'),
    ],
  },
]

/** Asked for, and not accepted by anybody yet. */
export const WAITING: Asked & { patient: Invented; minutesAgo: number } = {
  patient: PEOPLE.sam,
  minutesAgo: 12,
  reason: 'follow_up',
  text: 'The rash on my hand is back. The cream helped for a few days only.',
}
