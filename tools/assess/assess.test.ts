import { describe, expect, it } from 'vitest'
import { advisoryFaults } from './advisories.ts'
import { dependenciesOf, readDependencies, type Dependency } from './lockfile.ts'
import { licenceFaults, originFaults } from './rules.ts'

const aDependency = (given: Partial<Dependency> = {}): Dependency => ({
  id: 'part@1.0.0',
  licence: 'MIT',
  integrity: 'sha512-abc',
  source: null,
  ...given,
})

describe('what the product is made of', () => {
  it('[C36] may be given on, and is what was chosen', async () => {
    const dependencies = await readDependencies()
    expect(dependencies.length).toBeGreaterThan(300)
    expect([...licenceFaults(dependencies), ...originFaults(dependencies)]).toEqual([])
  })

  it('[C36] is read from the lock file without our own packages, each version once', () => {
    const packages = {
      '': { version: '0.1.0' },
      'apps/web': { version: '0.1.0' },
      'node_modules/@visita/web': { link: true },
      'node_modules/@scope/part': { version: '1.0.0', license: 'ISC', integrity: 'sha512-a' },
      'apps/web/node_modules/@scope/part': { version: '1.0.0', license: 'ISC', integrity: 'sha512-a' },
    }
    expect(dependenciesOf({ lockfileVersion: 3, packages })).toEqual([
      { id: '@scope/part@1.0.0', licence: 'ISC', integrity: 'sha512-a', source: null },
    ])
  })

  it.each([['GPL-3.0-only'], ['MIT AND AGPL-3.0-only'], ['Custom licence'], [null]])(
    '[C36] is refused with the licence %s',
    (licence) => {
      expect(licenceFaults([aDependency({ licence })])).toHaveLength(1)
    },
  )

  it('[C36] may have a licence that is one of several to choose from', () => {
    expect(licenceFaults([aDependency({ licence: '(GPL-3.0-only OR MIT)' })])).toEqual([])
  })

  it('[C36] is refused without a strong hash, and from elsewhere than over HTTPS', () => {
    const faults = originFaults([
      aDependency({ integrity: null }),
      aDependency({ integrity: 'sha1-abc' }),
      aDependency({ source: 'git+ssh://git@example.org/part.git' }),
    ])
    expect(faults).toHaveLength(3)
  })
})

const aReport = (vulnerabilities: Record<string, { severity: string; range: string }>): string =>
  JSON.stringify({ auditReportVersion: 2, vulnerabilities, metadata: { dependencies: { total: 300 } } })

describe('known vulnerabilities', () => {
  it.each([
    ['no answer', ''],
    ['an error page', '<html>405</html>'],
    ['an error', JSON.stringify({ message: '405 Method Not Allowed', error: {} })],
    ['a report about nothing', JSON.stringify({ auditReportVersion: 2, vulnerabilities: {} })],
  ])('[C37] %s is a failure and not an empty list', (_name, answer) => {
    expect(advisoryFaults(answer)).toHaveLength(1)
  })

  it('[C37] fail from moderate severity on', () => {
    expect(advisoryFaults(aReport({}))).toEqual([])
    expect(advisoryFaults(aReport({ part: { severity: 'low', range: '<2' } }))).toEqual([])
    expect(advisoryFaults(aReport({ part: { severity: 'moderate', range: '<2' } }))).toEqual([
      'part <2 has a known vulnerability (moderate)',
    ])
  })
})
