import type { Cause, MediaProblem, Unheard } from '@visita/call'
import type { MediaRole } from '@visita/protocol'
import type app from '../locales/en/app.json'
import type errors from '../locales/en/errors.json'
import type media from '../locales/en/media.json'
import type sound from '../locales/en/sound.json'
import type visit from '../locales/en/visit.json'
import type { RefusalCode } from './refused.ts'

/** Where the way out is to be looked for. */
type Area = 'device' | 'permission' | 'network' | 'server' | 'browser' | 'person'

/** What can go wrong without anything having been asked of the server. */
type PageFailure =
  | 'server_unreachable'
  | 'socket_away'
  | 'page_outdated'
  | 'too_many_tabs'
  | 'page_refused'
  | 'call_broken'
  | 'call_slow'
  | 'sound_blocked'
  | 'quiet_failed'
  | 'echo_silent'
  | 'echo_failed'
  | 'still_failed'
  | 'part_not_opened'
  | 'page_crashed'
  | 'slipped'

export type FailureCode =
  RefusalCode | `${MediaRole}.${MediaProblem}` | `unheard.${Unheard}` | `no_way.${Cause}` | PageFailure

type KeysIn<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${KeysIn<T[K]>}`
}[keyof T & string]

type TextKey =
  | `errors:${KeysIn<typeof errors>}`
  | `app:${KeysIn<typeof app>}`
  | `media:${KeysIn<typeof media>}`
  | `sound:${KeysIn<typeof sound>}`
  | `visit:${KeysIn<typeof visit>}`

export interface Failure {
  area: Area
  /** What happened and what to do, in plain words. */
  text: TextKey
}

const of = (area: Area, text: TextKey): Failure => ({ area, text })

/**
 * Every failure that a page can show. A code without an entry, and an entry without its text, does not compile;
 * failures.test.ts reads each text. An exception that has no code is `internal` or `slipped`, never its own words.
 */
export const FAILURES: Readonly<Record<FailureCode, Failure>> = {
  offline: of('network', 'errors:offline'),
  visit_ended: of('person', 'errors:visit_ended'),
  room_full: of('person', 'errors:room_full'),
  room_locked: of('person', 'errors:room_locked'),
  not_invited: of('permission', 'errors:not_invited'),
  not_identified: of('permission', 'errors:not_identified'),
  you_are_busy: of('person', 'errors:you_are_busy'),
  too_fast: of('person', 'errors:too_fast'),
  storage_full: of('server', 'errors:storage_full'),
  forbidden: of('permission', 'errors:forbidden'),
  wrong_credentials: of('person', 'errors:wrong_credentials'),
  second_factor_needed: of('permission', 'errors:second_factor_needed'),
  proof_needed: of('permission', 'errors:proof_needed'),
  weak_password: of('person', 'errors:weak_password'),
  login_over: of('person', 'errors:login_over'),
  login_refused: of('server', 'errors:login_refused'),
  login_unknown: of('person', 'errors:login_unknown'),
  login_unreachable: of('network', 'errors:login_unreachable'),
  link_used: of('person', 'errors:link_used'),
  request_over: of('person', 'errors:request_over'),
  not_found: of('permission', 'errors:not_found'),
  conflict: of('person', 'errors:conflict'),
  photo_refused: of('person', 'errors:photo_refused'),
  unavailable: of('server', 'errors:unavailable'),
  bad_request: of('server', 'errors:bad_request'),
  too_large: of('person', 'errors:too_large'),
  wrong_origin: of('server', 'errors:wrong_origin'),
  protocol_mismatch: of('browser', 'errors:protocol_mismatch'),
  last_second_factor: of('person', 'errors:last_second_factor'),
  person_gone: of('person', 'errors:person_gone'),
  person_busy: of('person', 'errors:person_busy'),
  ring_over: of('person', 'errors:ring_over'),
  seat_moved: of('person', 'errors:seat_moved'),
  peer_absent: of('network', 'errors:peer_absent'),
  internal: of('server', 'errors:internal'),
  passkey_not_given: of('device', 'errors:passkey_not_given'),
  passkey_elsewhere: of('device', 'errors:passkey_elsewhere'),
  passkey_known: of('device', 'errors:passkey_known'),
  'microphone.refused': of('permission', 'media:microphone.refused'),
  'microphone.missing': of('device', 'media:microphone.missing'),
  'microphone.busy': of('device', 'media:microphone.busy'),
  'microphone.unsupported': of('browser', 'media:microphone.unsupported'),
  'microphone.unplugged': of('device', 'media:microphone.unplugged'),
  'microphone.failed': of('device', 'media:microphone.failed'),
  'camera.refused': of('permission', 'media:camera.refused'),
  'camera.missing': of('device', 'media:camera.missing'),
  'camera.busy': of('device', 'media:camera.busy'),
  'camera.unsupported': of('browser', 'media:camera.unsupported'),
  'camera.unplugged': of('device', 'media:camera.unplugged'),
  'camera.failed': of('device', 'media:camera.failed'),
  'secondCamera.refused': of('permission', 'media:secondCamera.refused'),
  'secondCamera.missing': of('device', 'media:secondCamera.missing'),
  'secondCamera.busy': of('device', 'media:secondCamera.busy'),
  'secondCamera.unsupported': of('browser', 'media:secondCamera.unsupported'),
  'secondCamera.unplugged': of('device', 'media:secondCamera.unplugged'),
  'secondCamera.failed': of('device', 'media:secondCamera.failed'),
  'screen.refused': of('permission', 'media:screen.refused'),
  'screen.missing': of('device', 'media:screen.missing'),
  'screen.busy': of('device', 'media:screen.busy'),
  'screen.unsupported': of('browser', 'media:screen.unsupported'),
  'screen.unplugged': of('device', 'media:screen.unplugged'),
  'screen.failed': of('device', 'media:screen.failed'),
  server_unreachable: of('network', 'app:unreachable.text'),
  socket_away: of('network', 'app:offline'),
  page_outdated: of('browser', 'app:blocked.protocol_mismatch.text'),
  too_many_tabs: of('person', 'app:blocked.too_fast.text'),
  page_refused: of('server', 'app:blocked.other.text'),
  call_broken: of('network', 'visit:break.advice'),
  call_slow: of('network', 'visit:slow'),
  'no_way.other_side': of('network', 'errors:noWay.other_side'),
  'no_way.no_relay': of('server', 'errors:noWay.no_relay'),
  'no_way.network_blocks': of('network', 'errors:noWay.network_blocks'),
  'no_way.relay_silent': of('server', 'errors:noWay.relay_silent'),
  'no_way.relay_refuses': of('server', 'errors:noWay.relay_refuses'),
  'no_way.relay_full': of('server', 'errors:noWay.relay_full'),
  sound_blocked: of('browser', 'visit:soundBlocked'),
  quiet_failed: of('device', 'media:quiet.failed'),
  echo_silent: of('device', 'sound:echo.silent'),
  echo_failed: of('device', 'sound:echo.failed'),
  'unheard.speaking_muted': of('person', 'sound:unheard.speaking_muted'),
  'unheard.system_muted': of('device', 'sound:unheard.system_muted'),
  'unheard.silent': of('device', 'sound:unheard.silent'),
  still_failed: of('device', 'visit:stillFailed'),
  part_not_opened: of('network', 'visit:notOpened'),
  page_crashed: of('browser', 'app:crashed.text'),
  slipped: of('browser', 'app:slipped'),
}

/** For `useTexts`: the text of what went wrong. */
export const textOf = (code: FailureCode): string => FAILURES[code].text
