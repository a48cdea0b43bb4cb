import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { may, mayEver, type Permission, PERMISSIONS, RELATIONS } from './permissions.ts'
import { ACTING_ROLES } from './roles.ts'

/** The closer first. */
const CLOSENESS = RELATIONS
const names = Object.keys(PERMISSIONS).filter((name): name is Permission => name in PERMISSIONS)
const permissions = fc.constantFrom(...names)
const role = fc.constantFrom(...ACTING_ROLES)
const roles = fc.uniqueArray(role)
const relation = fc.constantFrom(...RELATIONS)

describe('[B11] the policy', () => {
  test('grants to whoever is closer all that it grants to whoever is farther', () => {
    fc.assert(
      fc.property(roles, permissions, relation, relation, (held, permission, one, other) => {
        const [closer, farther] =
          CLOSENESS.indexOf(one) <= CLOSENESS.indexOf(other) ? [one, other] : [other, one]
        fc.pre(may(held, permission, farther))
        expect(may(held, permission, closer)).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  test('takes nothing away with another role, and grants nothing that none of the roles has', () => {
    fc.assert(
      fc.property(roles, roles, permissions, relation, (some, others, permission, to) => {
        const together = may([...some, ...others], permission, to)
        expect(together).toBe(may(some, permission, to) || may(others, permission, to))
      }),
      { numRuns: 2_000 },
    )
  })

  test('refuses every role that a rule does not name, and whoever has none', () => {
    fc.assert(
      fc.property(permissions, role, relation, (permission, each, to) => {
        expect(may([], permission, to)).toBe(false)
        const isNamed = PERMISSIONS[permission][each] !== undefined
        expect(may([each], permission, to) && !isNamed).toBe(false)
        expect(mayEver([each], permission)).toBe(isNamed)
      }),
      { numRuns: 2_000 },
    )
  })

  test('can be asked before the thing is known: never is never, and ever is for something', () => {
    fc.assert(
      fc.property(roles, permissions, (held, permission) => {
        const forSomething = RELATIONS.some((to) => may(held, permission, to))
        expect(mayEver(held, permission)).toBe(forSomething)
      }),
      { numRuns: 2_000 },
    )
  })

  test('looks at a relation only where the rule does', () => {
    fc.assert(
      fc.property(permissions, role, (permission, each) => {
        const granted = CLOSENESS.filter((to) => may([each], permission, to))
        const scope = PERMISSIONS[permission][each]
        const expected = { owner: 1, related: 2, any: 3, none: 0 }[scope ?? 'none']
        expect(granted).toEqual(CLOSENESS.slice(0, expected))
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('[B11] as the clinic divides its work', () => {
  const clinical = names.filter((name) =>
    /^(visit\.(read|write)|case\.|background\.|record\.read|room\.|break_glass\.open)/.test(name),
  )

  test('who coordinates, counts, watches over privacy or administers reads nothing clinical', () => {
    expect(clinical.length).toBeGreaterThan(5)
    for (const permission of clinical) {
      expect(mayEver(['coordinator', 'analyst', 'privacy_officer', 'administrator'], permission)).toBe(false)
    }
  })

  test('who has not shown who they are does nothing but show it', () => {
    const open = names.filter((name) => mayEver(['anonymous', 'pending'], name))
    expect(open.filter((name) => !/^(session\.|second_factor\.)/.test(name))).toEqual([])
  })

  test('who reviews access against the rule is not who can open it', () => {
    for (const each of ACTING_ROLES) {
      expect(mayEver([each], 'break_glass.open') && mayEver([each], 'break_glass.review')).toBe(false)
    }
  })
})
