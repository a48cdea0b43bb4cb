import { ROLES } from '@visita/protocol'
import * as z from 'zod'
import { type Kind, optional, text, webAddress, words } from '../kinds.ts'
import { parameter } from '../parameter.ts'

const groupRoles: Kind<string[]> = {
  ...words,
  schema: z.array(
    z
      .string()
      .regex(new RegExp(`^.+=(${ROLES.join('|')})$`), `must be GROUP=ROLE, with one of ${ROLES.join(', ')}`),
    'must be a list',
  ),
}

/** What other systems the clinic works with. */
export const services = {
  oidcIssuer: parameter({
    variable: 'VISITA_OIDC_ISSUER',
    kind: optional(webAddress),
    where: 'file',
    fallback: { value: null },
    about: "Address of a hospital's own login (OpenID Connect), whose accounts may then sign in here.",
  }),
  oidcClientId: parameter({
    variable: 'VISITA_OIDC_CLIENT_ID',
    kind: optional(text()),
    where: 'file',
    fallback: { value: null },
    about: 'The name under which that login knows this clinic.',
  }),
  oidcClientSecret: parameter({
    variable: 'VISITA_OIDC_CLIENT_SECRET',
    kind: optional(text()),
    where: 'environment',
    secret: true,
    fallback: { value: null },
    about: 'The secret that it has given to this clinic.',
  }),
  oidcName: parameter({
    variable: 'VISITA_OIDC_NAME',
    kind: text(60),
    where: 'file',
    fallback: { value: 'the hospital account' },
    about: 'What people call that login: the button says "Sign in with …".',
  }),
  oidcRoles: parameter({
    variable: 'VISITA_OIDC_ROLES',
    kind: groupRoles,
    where: 'file',
    fallback: { value: [] },
    about:
      'Which group of that login makes somebody an account of which role when they first come, such as `skin=doctor`, by commas. Without it everybody needs an invitation; what changes later is changed here.',
  }),
  oidcGroupsClaim: parameter({
    variable: 'VISITA_OIDC_GROUPS_CLAIM',
    kind: text(60),
    where: 'file',
    fallback: { value: 'groups' },
    about: "The claim that lists a person's groups.",
  }),
  oidcSecondFactor: parameter({
    variable: 'VISITA_OIDC_SECOND_FACTOR',
    kind: words,
    where: 'file',
    fallback: { value: [] },
    about:
      'Values of `acr` or `amr` with which that login says that it has asked for a second factor, such as `mfa`, by commas; for others, Visita asks for its own.',
  }),
  auditAnchorFile: parameter({
    variable: 'VISITA_AUDIT_ANCHOR_FILE',
    kind: optional(text()),
    where: 'file',
    fallback: { value: null },
    about:
      'Where the head of the audit log is written every hour, best on another disk; without it `audit-anchors.jsonl` in the data folder.',
  }),
  auditAnchorUrl: parameter({
    variable: 'VISITA_AUDIT_ANCHOR_URL',
    kind: optional(webAddress),
    where: 'file',
    fallback: { value: null },
    about: 'A second host that is sent the head of the audit log as well.',
  }),
}
