import { requestIdSchema, type OwnRequest, type QueuedRequest, type RequestId } from '@visita/protocol'
import { aPerson, asParticipant } from './samples.ts'

export const aRequestId = (number = 1): RequestId =>
  requestIdSchema.parse(`00000000-0000-4000-9000-${number.toString().padStart(12, '0')}`)

export const anOwnRequest = (change: Partial<OwnRequest> = {}): OwnRequest => ({
  id: aRequestId(),
  reason: 'follow_up',
  text: 'The rash is back.',
  doctor: null,
  urgent: false,
  madeAt: 0,
  place: 1,
  expectedWait: null,
  ...change,
})

export const aQueuedRequest = (number = 1, change: Partial<QueuedRequest> = {}): QueuedRequest => ({
  id: aRequestId(number),
  patient: asParticipant(aPerson(2)),
  doctor: null,
  urgent: false,
  madeAt: 0,
  presence: 'ready',
  said: { reason: 'follow_up', text: 'The rash is back.' },
  check: null,
  ...change,
})
