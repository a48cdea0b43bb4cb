import { choice, onOff, text, wholeNumber } from '../kinds.ts'
import { type Parameter, parameter } from '../parameter.ts'

const HALF_DAY = 12 * 60

const minutes = (variable: string, fallback: number, about: string): Parameter<number, 'page'> =>
  parameter({
    variable,
    kind: wholeNumber(1, 7 * 24 * 60),
    where: 'page',
    fallback: { value: fallback },
    unit: 'minutes',
    about,
  })

/** The clinic, who may enter it, and for how long. */
export const people = {
  clinicName: parameter({
    variable: 'VISITA_CLINIC_NAME',
    kind: text(80),
    where: 'page',
    fallback: { value: 'Visita' },
    about: 'What the pages call the clinic.',
  }),
  lobby: parameter({
    variable: 'VISITA_LOBBY',
    kind: choice('open', 'signed_in', 'off'),
    where: 'page',
    fallback: {
      by: ({ production, loopback }) => (loopback && !production ? 'open' : 'signed_in'),
      words: '`open` on a loopback address outside production, otherwise `signed_in`',
    },
    about:
      'The quick lobby, where people call each other without an appointment: for everybody who opens the page, for those with an account, or for nobody.',
  }),
  selfSignUp: parameter({
    variable: 'VISITA_SELF_SIGN_UP',
    kind: onOff,
    where: 'page',
    fallback: { value: false },
    about: 'Whether patients may make an account without an invitation.',
  }),
  patientIdleMinutes: minutes(
    'VISITA_PATIENT_IDLE_MINUTES',
    60,
    'After so long without a request a patient is signed out.',
  ),
  patientSessionMinutes: minutes(
    'VISITA_PATIENT_SESSION_MINUTES',
    HALF_DAY,
    'After so long a patient signs in again, however much the session was used.',
  ),
  staffIdleMinutes: minutes(
    'VISITA_STAFF_IDLE_MINUTES',
    15,
    'After so long without a request somebody of the staff is signed out.',
  ),
  staffSessionMinutes: minutes(
    'VISITA_STAFF_SESSION_MINUTES',
    HALF_DAY,
    'After so long somebody of the staff signs in again, however much the session was used.',
  ),
  guestSessionMinutes: minutes(
    'VISITA_GUEST_SESSION_MINUTES',
    HALF_DAY,
    'How long a guest of the quick lobby is known.',
  ),
}
