import type { Role } from '@visita/protocol'
import { describe, expect, it } from 'vitest'
import { aClinic } from '../../platform/testing/sessions.ts'
import { isInNavigation, pagesFor } from './pages.ts'

const pathsFor = (roles: Role[], clinic = aClinic()): string[] =>
  pagesFor(roles, clinic).map(({ path }) => path)

/** Of the patients' records, for those who may read them. */
const RECORDS = [
  '/cases',
  '/patients',
  '/patients/:personId',
  '/patients/:personId/visits/:visitId',
  '/patients/:personId/cases/:caseId',
  '/patients/:personId/cases/:caseId/timeline',
  '/patients/:personId/cases/:caseId/photograph',
  '/patients/:personId/cases/:caseId/photos/:photoId/measure',
  '/patients/:personId/cases/:caseId/compare',
  '/photos',
]
const OWN_RECORD = [
  '/record',
  '/record/visits/:visitId',
  '/record/cases/:caseId',
  '/record/cases/:caseId/questions/:questionId',
  '/record/intake',
  '/record/consents',
  '/record/cases/:caseId/timeline',
  '/record/cases/:caseId/photograph',
  '/record/cases/:caseId/compare',
  '/record/readers',
]

describe('[B11] one’s own pages', () => {
  it.each<[Role, string[]]>([
    ['patient', ['/ask', '/here', ...OWN_RECORD, '/account']],
    ['doctor', ['/waiting', '/waiting/links', '/here', ...RECORDS, '/invite', '/account']],
    ['coordinator', ['/waiting', '/waiting/links', '/invite', '/account']],
    ['analyst', ['/account']],
    ['privacy_officer', ['/reviews', '/log', '/account']],
    ['administrator', ['/people', '/invite', '/settings', '/system', '/account']],
  ])('of a %s are those that the role may ever use', (role, paths) => {
    expect(pathsFor([role])).toEqual(paths)
  })

  it('of several roles are those of each, once', () => {
    expect(pathsFor(['doctor', 'administrator'])).toEqual([
      '/waiting',
      '/waiting/links',
      '/here',
      ...RECORDS,
      '/people',
      '/invite',
      '/settings',
      '/system',
      '/account',
    ])
  })

  it('of nobody are none', () => {
    expect(pathsFor([])).toEqual([])
  })

  it('have no meeting place where the clinic has switched it off', () => {
    expect(pathsFor(['doctor'], aClinic({ lobby: 'off' }))).toEqual([
      '/waiting',
      '/waiting/links',
      ...RECORDS,
      '/invite',
      '/account',
    ])
  })

  it('are in the navigation unless they are about one thing', () => {
    const [page] = pagesFor(['doctor'], aClinic())
    if (!page) throw new Error('no page')
    expect([isInNavigation(page), isInNavigation({ ...page, path: '/patients/:personId' })]).toEqual([
      true,
      false,
    ])
  })
})
