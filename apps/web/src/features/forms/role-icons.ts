import type { Role } from '@visita/protocol'
import {
  CalendarClock,
  ChartColumn,
  ScrollText,
  Settings2,
  Stethoscope,
  UserRound,
  type LucideIcon,
} from 'lucide-react'

export const ROLE_ICONS: Readonly<Record<Role, LucideIcon>> = {
  patient: UserRound,
  doctor: Stethoscope,
  coordinator: CalendarClock,
  analyst: ChartColumn,
  privacy_officer: ScrollText,
  administrator: Settings2,
}
