import type { ErrorCode, PersonId } from '@visita/protocol'

/** Who answers for a case: exactly one doctor in every state, also while it is offered to another. */
export type Responsibility = { kind: 'held'; by: PersonId } | { kind: 'offered'; by: PersonId; to: PersonId }

/** What a doctor does about it. Who may is asked before. */
export type Step =
  | { do: 'offer'; to: PersonId }
  | { do: 'withdraw' }
  | { do: 'accept' }
  | { do: 'decline' }
  /** `isHolderHere` is whether whoever is responsible still works here: then the case is theirs to offer. */
  | { do: 'take_over'; isHolderHere: boolean }

/** Where the step leads; a code where it leads nowhere from here. `actor` is the doctor who takes it. */
export function after(state: Responsibility, actor: PersonId, step: Step): Responsibility | ErrorCode {
  const isHolder = actor === state.by
  switch (step.do) {
    case 'offer':
      if (!isHolder || step.to === state.by) return 'bad_request'
      // Another offer takes the place of one that was not answered.
      return { kind: 'offered', by: state.by, to: step.to }
    case 'withdraw':
      return isHolder && state.kind === 'offered' ? { kind: 'held', by: state.by } : 'conflict'
    case 'accept':
      return isOfferedTo(state, actor) ? { kind: 'held', by: actor } : 'conflict'
    case 'decline':
      return isOfferedTo(state, actor) ? { kind: 'held', by: state.by } : 'conflict'
    case 'take_over':
      return isHolder || step.isHolderHere ? 'conflict' : { kind: 'held', by: actor }
  }
}

export const isOfferedTo = (state: Responsibility, doctor: PersonId): boolean =>
  state.kind === 'offered' && state.to === doctor
