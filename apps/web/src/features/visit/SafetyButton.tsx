import { ShieldAlert, ShieldCheck, ShieldQuestionMark } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, useReadable } from '../../ui/index.ts'
import type { Companion } from './companion.ts'

interface SafetyButtonProps {
  companions: readonly [Companion, ...Companion[]]
  open: boolean
  onPress: () => void
}

const ICONS = { open: ShieldQuestionMark, same: ShieldCheck, different: ShieldAlert }

/** Opens the safety code, and says what was found when it was compared. */
export function SafetyButton({ companions: [first, ...others], open, onPress }: SafetyButtonProps) {
  const t = useTexts('visit')
  const safety = useReadable(first.call.safety.state)
  // With several each connection has a code of its own, and the panel says of each what was found.
  const verdict = safety.status === 'ready' && others.length === 0 ? safety.verdict : 'open'
  return (
    <Button icon={ICONS[verdict]} aria-expanded={open} onClick={onPress}>
      {t(`safetyButton.${verdict}`)}
    </Button>
  )
}
