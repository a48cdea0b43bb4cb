import * as z from 'zod'

const severitySchema = z.enum(['info', 'low', 'moderate', 'high', 'critical'])

/** Of `npm audit --json`, what is judged. */
const reportSchema = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(z.string(), z.object({ severity: severitySchema, range: z.string() })),
  metadata: z.object({ dependencies: z.object({ total: z.int().positive() }) }),
})

const TOLERATED = new Set<z.infer<typeof severitySchema>>(['info', 'low'])

/**
 * Known vulnerabilities of moderate severity and more. Fails closed (C37): an answer that is no report, because
 * the registry was out of reach or refused, is a fault and not an empty list.
 */
export function advisoryFaults(answer: string): string[] {
  const report = reportSchema.safeParse(parsed(answer))
  if (!report.success)
    return ['The registry gave no report, so nothing is known: try again where it can be reached.']
  return Object.entries(report.data.vulnerabilities)
    .filter(([, { severity }]) => !TOLERATED.has(severity))
    .map(([name, { severity, range }]) => `${name} ${range} has a known vulnerability (${severity})`)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
