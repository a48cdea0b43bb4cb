import type { Call } from '@visita/call'
import { ShieldAlert, ShieldCheck, ShieldQuestionMark } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, useReadable } from '../../ui/index.ts'

interface SafetyButtonProps {
  call: Call
  open: boolean
  onPress: () => void
}

const ICONS = { open: ShieldQuestionMark, same: ShieldCheck, different: ShieldAlert }

/** Opens the safety code, and says what was found when it was compared. */
export function SafetyButton({ call, open, onPress }: SafetyButtonProps) {
  const t = useTexts('visit')
  const safety = useReadable(call.safety.state)
  const verdict = safety.status === 'ready' ? safety.verdict : 'open'
  return (
    <Button icon={ICONS[verdict]} aria-expanded={open} onClick={onPress}>
      {t(`safetyButton.${verdict}`)}
    </Button>
  )
}
