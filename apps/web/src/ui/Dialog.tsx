import { useEffect, useId, useRef, useState, type ReactNode } from 'react'
import styles from './Dialog.module.css'

interface DialogProps {
  title: string
  children?: ReactNode
  actions: ReactNode
  /** Called for Escape; without it the question has to be answered. */
  onDismiss?: () => void
  /** It comes by itself, perhaps in the middle of typing: no key meant for the page presses its buttons. */
  sudden?: boolean
}

/* Until a sudden dialog has been noticed, in milliseconds. */
const TO_NOTICE = 700

/** A question that comes before everything else on the page; focus stays inside and returns afterwards. */
export function Dialog({ title, children, actions, onDismiss, sudden = false }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  const [noticed, setNoticed] = useState(!sudden)
  useEffect(() => {
    const dialog = element.current
    // With nothing in it that can be pressed yet, the dialog itself has the focus.
    dialog?.showModal()
    return () => dialog?.close()
  }, [])
  useEffect(() => {
    if (!sudden) return undefined
    const timer = setTimeout(() => setNoticed(true), TO_NOTICE)
    return () => clearTimeout(timer)
  }, [sudden])
  return (
    <dialog
      ref={element}
      className={styles.dialog}
      role={sudden ? 'alertdialog' : undefined}
      aria-labelledby={titleId}
      // Else a second Escape closes what kept itself open at the first.
      closedby={onDismiss ? 'closerequest' : 'none'}
      // For browsers that do not know this yet.
      onClose={() => element.current?.showModal()}
      onCancel={(event) => {
        event.preventDefault()
        onDismiss?.()
      }}
    >
      <h2 id={titleId}>{title}</h2>
      {children}
      <div className={styles.actions} inert={!noticed}>
        {actions}
      </div>
    </dialog>
  )
}
