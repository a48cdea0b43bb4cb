/** Why a camera, microphone or screen cannot be used; each has its own sentence and way on. */
export type MediaProblem =
  | 'refused'
  | 'missing'
  | 'busy'
  /** The page is not served over HTTPS or the browser has no getUserMedia. */
  | 'unsupported'
  /** It worked and then went away: unplugged, or taken by the system. */
  | 'unplugged'
  | 'failed'

/** Maps the exceptions of getUserMedia and getDisplayMedia (W3C mediacapture-main, section 10.2). */
export function mediaProblemOf(error: unknown): MediaProblem {
  const name = error instanceof Error ? error.name : ''
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'refused'
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing'
    case 'NotReadableError':
    case 'AbortError':
      return 'busy'
    case 'TypeError':
      return 'unsupported'
    default:
      return 'failed'
  }
}
