import { CircleAlert, CircleCheck, CircleDashed, CircleX } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Mark } from './marks.ts'

const ICONS = {
  good: CircleCheck,
  open: CircleDashed,
  weak: CircleAlert,
  bad: CircleX,
} as const satisfies Record<Mark, unknown>

/** One line of what was looked at; the words say all that the sign does. */
export function Tick({ mark, children }: { mark: Mark; children: ReactNode }) {
  const Icon = ICONS[mark]
  return (
    <li data-mark={mark}>
      <Icon aria-hidden size={26} />
      <span>{children}</span>
    </li>
  )
}
