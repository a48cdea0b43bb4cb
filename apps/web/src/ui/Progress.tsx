import styles from './Progress.module.css'

interface ProgressProps {
  label: string
  /** From 0 to 1; left out while nobody can tell. */
  value?: number
}

export function Progress({ label, value }: ProgressProps) {
  return <progress className={styles.progress} aria-label={label} max={1} value={value} />
}
