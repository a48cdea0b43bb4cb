import type { PersonId } from '@visita/protocol'

/** Where this page's memory has the name of somebody whom a doctor has found and may not read of. */
export const nameDraft = (patientId: PersonId): string => `patient-name.${patientId}`
