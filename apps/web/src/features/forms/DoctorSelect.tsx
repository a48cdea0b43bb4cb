import type { Participant, PersonId } from '@visita/protocol'
import { useEffect, useState } from 'react'
import { requestApi } from '../../platform/request-api.ts'
import { Select } from '../../ui/index.ts'

interface DoctorSelectProps {
  label: string
  /** Stands for whoever is free first, whose id is the empty text. */
  any: string
  doctor: string
  choose: (id: string) => void
  /** Who is not offered. */
  without?: readonly PersonId[]
}

/** Whoever is free first, or one by name. Where the names cannot be had, nobody is kept from asking. */
export function DoctorSelect({ label, any, doctor, choose, without }: DoctorSelectProps) {
  const [doctors, setDoctors] = useState<readonly Participant[]>([])
  useEffect(() => {
    void requestApi
      .doctors()
      .then(setDoctors)
      .catch(() => undefined)
  }, [])
  return (
    <Select label={label} value={doctor} onChange={(event) => choose(event.target.value)}>
      <option value="">{any}</option>
      {doctors
        .filter(({ id }) => !without?.includes(id))
        .map(({ id, displayName }) => (
          <option key={id} value={id}>
            {displayName}
          </option>
        ))}
    </Select>
  )
}
