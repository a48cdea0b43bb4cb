import { useState } from 'react'
import type { Drafts } from '../../platform/drafts.ts'

/** A text that is being typed and is still there when its page is left, or its person signed out meanwhile. */
export function useDraft(drafts: Drafts, name: string): [text: string, write: (text: string) => void] {
  const [text, setText] = useState(() => drafts.read(name))
  const write = (next: string): void => {
    drafts.write(name, next)
    setText(next)
  }
  return [text, write]
}
