import { useRef, type FormEvent, type ReactNode } from 'react'

interface FormProps {
  /** Sends what was filled in, or has the fields say what is wrong with it. */
  submit: () => void
  id?: string
  className?: string | undefined
  children: ReactNode
}

/** A form that brings whoever sent it to the first field that has to be changed. */
export function Form({ submit, children, ...rest }: FormProps) {
  const element = useRef<HTMLFormElement>(null)
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault()
    submit()
    // The fields know after they were drawn again.
    requestAnimationFrame(() => {
      element.current?.querySelector<HTMLInputElement>('input[aria-invalid="true"]')?.focus()
    })
  }
  return (
    <form ref={element} onSubmit={onSubmit} noValidate {...rest}>
      {children}
    </form>
  )
}
