import {
  auditCheckSchema,
  auditPageSchema,
  auditPeopleSchema,
  erasureReplySchema,
  settingListSchema,
  systemReplySchema,
  type AuditCheck,
  type AuditFormat,
  type AuditPage,
  type ErasureReply,
  type Participant,
  type PersonId,
  type Setting,
  type SettingValue,
  type SystemReply,
} from '@visita/protocol'
import { ask, send } from './http.ts'

/** What the pages of the office ask of the server. Every call throws `Refused`; every answer is parsed. */
export const officeApi = {
  searchLog: (query: URLSearchParams): Promise<AuditPage> =>
    ask(auditPageSchema, 'GET', `/api/audit?${query}`),
  async staff(): Promise<Participant[]> {
    return (await ask(auditPeopleSchema, 'GET', '/api/audit/people')).people
  },
  checkLog: (): Promise<AuditCheck> => ask(auditCheckSchema, 'GET', '/api/audit/check'),
  /** Where the browser fetches what fits as a file. */
  logFile: (query: URLSearchParams, format: AuditFormat): string =>
    `/api/audit/export?${new URLSearchParams([...query, ['format', format]])}`,

  erase: (id: PersonId): Promise<ErasureReply> => ask(erasureReplySchema, 'DELETE', `/api/people/${id}`),
  system: (): Promise<SystemReply> => ask(systemReplySchema, 'GET', '/api/system'),
  /** Begins one; the system says when it is made. */
  async backUp(): Promise<void> {
    await send('POST', '/api/backups')
  },
  /** Answers when every way to the relay was tried, which takes seconds where one is silent. */
  checkRelay: (): Promise<SystemReply> => ask(systemReplySchema, 'POST', '/api/relay-check'),
  async settings(): Promise<Setting[]> {
    return (await ask(settingListSchema, 'GET', '/api/settings')).settings
  },
  /** All of them or none; answers what holds from now on. */
  async changeSettings(changes: Readonly<Record<string, SettingValue>>): Promise<Setting[]> {
    return (await ask(settingListSchema, 'PUT', '/api/settings', { changes })).settings
  },
}
