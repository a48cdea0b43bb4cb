import { encode } from 'uqr'
import styles from './SecondFactor.module.css'

/** Four modules of white around it are part of a QR code (ISO/IEC 18004); dark on light, whatever the theme. */
const QUIET_ZONE = 4

/** Drawn here, because what it says must go to nobody who draws such pictures. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET_ZONE })
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
  return (
    <svg
      className={styles.qr}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={label}
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={dark.join('')} fill="#000" />
    </svg>
  )
}
