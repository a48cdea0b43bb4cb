import { optional, text, webAddress } from '../kinds.ts'
import { parameter } from '../parameter.ts'

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
