import { CspEvaluator } from 'csp_evaluator/dist/evaluator.js'
import { Severity } from 'csp_evaluator/dist/finding.js'
import { CspParser } from 'csp_evaluator/dist/parser.js'
import { describe, expect, test } from 'vitest'
import { INERT_POLICY, pagePolicy, WORKER_POLICY } from './content-policy.ts'
import { newNonce } from './random.ts'

/** What Google's evaluator says against a policy, its remarks of no consequence left out. */
const findingsIn = (policy: string): string[] =>
  new CspEvaluator(new CspParser(policy).csp)
    .evaluate()
    .filter(({ severity }) => severity < Severity.NONE)
    .map(({ severity, directive, description }) => `${Severity[severity]} ${directive}: ${description}`)

describe('[C15] the content security policy', () => {
  test.each([
    ['of the page', pagePolicy(newNonce()), ["'wasm-unsafe-eval'"]],
    ['of a worker', WORKER_POLICY, []],
    ['of every other answer', INERT_POLICY, []],
  ])('%s is without fault, and nothing in it is unsafe but WebAssembly', (_of, policy, unsafe) => {
    expect(findingsIn(policy)).toEqual([])
    expect(policy.match(/'[\w-]*unsafe[\w-]*'|https?:|\*/g) ?? []).toEqual(unsafe)
  })

  test('would be found at fault with what it does without', () => {
    expect(findingsIn("script-src 'unsafe-inline' https:").join('\n')).toMatch(/HIGH script-src/)
  })
})
