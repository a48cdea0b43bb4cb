import { useState } from 'react'
import { refusalCodeOf, type RefusalCode } from '../../platform/refused.ts'

export interface Request {
  sending: boolean
  /** Why the last one did not happen. */
  refused: RefusalCode | null
  /** Does one thing at a time, and keeps why it was refused; resolves to whether it happened. */
  run: (work: () => Promise<void>) => Promise<boolean>
}

/** Something that a form asks of the server, with what the form shows of it. */
export function useRequest(): Request {
  const [state, setState] = useState<Pick<Request, 'sending' | 'refused'>>({ sending: false, refused: null })
  const run = async (work: () => Promise<void>): Promise<boolean> => {
    if (state.sending) return false
    setState({ sending: true, refused: null })
    try {
      await work()
      setState({ sending: false, refused: null })
      return true
    } catch (error) {
      setState({ sending: false, refused: refusalCodeOf(error) })
      return false
    }
  }
  return { ...state, run }
}
