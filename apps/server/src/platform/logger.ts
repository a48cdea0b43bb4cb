import pino, { type DestinationStream, type Logger } from 'pino'

export type { Logger } from 'pino'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

/**
 * One JSON line per lifecycle transition: a visit opened, a seat taken, a file kept. Never names, texts,
 * tokens or room ids; visits and people appear by their ids, which admit to nothing. The redaction is the
 * second fence, for what somebody logs by mistake.
 */
export function createLogger(level: LogLevel, destination: DestinationStream): Logger {
  const secret = [
    'displayName',
    'name',
    'text',
    'roomId',
    'seatToken',
    'token',
    'cookie',
    'headers',
    'credential',
  ]
  const options = {
    level,
    base: null,
    redact: { paths: secret.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), remove: true },
    serializers: { err: describeError },
  }
  return pino(options, destination)
}

/** Messages of parsers and of the database can quote what they were given, so only kind and place remain. */
function describeError(error: unknown): { type: string; code?: string; stack?: string } {
  if (!(error instanceof Error)) return { type: typeof error }
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
  const frames = error.stack?.split('\n').filter((line) => line.startsWith('    at ')) ?? []
  return { type: error.name, ...code, stack: frames.join('\n') }
}
