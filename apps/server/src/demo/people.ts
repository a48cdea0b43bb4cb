import type { Role } from '@visita/protocol'

/** Somebody whose name says that there is no such person. */
export interface Invented {
  name: string
  login: string
  roles: readonly Role[]
}

/** `.example` belongs to nobody (RFC 2606). */
const invented = (name: string, mailbox: string, ...roles: Role[]): Invented => ({
  name,
  login: `${mailbox}@demo.example`,
  roles,
})

/** The clinic of B34: what each of its kinds of people sees can be tried. */
export const PEOPLE = {
  administrator: invented('Ada Administrator (demo)', 'administrator', 'administrator'),
  flora: invented('Dr Flora Fictitious', 'flora', 'doctor'),
  magnus: invented('Dr Magnus Makebelieve', 'magnus', 'doctor'),
  coordinator: invented('Cleo Coordinator (demo)', 'coordinator', 'coordinator'),
  auditor: invented('Otto Auditor (demo)', 'auditor', 'privacy_officer'),
  patty: invented('Patty Pretend', 'patty', 'patient'),
  ivan: invented('Ivan Imaginary', 'ivan', 'patient'),
  sam: invented('Sam Storybook', 'sam', 'patient'),
  nora: invented('Nora Notreal', 'nora', 'patient'),
  tilda: invented('Tilda Talltale', 'tilda', 'patient'),
  felix: invented('Felix Fable', 'felix', 'patient'),
} as const satisfies Record<string, Invented>
