import { useEffect, useState, type ComponentType } from 'react'

interface StandIns<Props> {
  loading: ComponentType<Props>
  failed: ComponentType<Props>
}

/**
 * A component whose script is fetched when it is first shown. Where that fails, `failed` stands in, and the
 * next time it is shown it is fetched again: `React.lazy` remembers a failure for ever and throws it at the
 * page, which would take a running call off the screen.
 */
export function later<Props extends object>(
  fetchComponent: () => Promise<ComponentType<Props>>,
  { loading: Loading, failed: Failed }: StandIns<Props>,
): ComponentType<Props> {
  let fetched: ComponentType<Props> | null = null
  return function Later(props: Props) {
    const [Component, setComponent] = useState<ComponentType<Props>>(() => fetched ?? Loading)
    useEffect(() => {
      let shown = true
      void fetchComponent()
        .then((component) => (fetched = component))
        .catch(() => Failed)
        .then((component) => shown && setComponent(() => component))
      return () => {
        shown = false
      }
    }, [])
    return <Component {...props} />
  }
}
