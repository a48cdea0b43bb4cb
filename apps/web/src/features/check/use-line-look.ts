import { useEffect, useState } from 'react'
import { measureLine } from '../../platform/line-api.ts'
import type { AppModel } from '../app/app-model.ts'
import { LineLook } from './line-look.ts'

/** A look at one's line that begins when the page is shown, and ends with it. */
export function useLineLook({ socket, ranking }: AppModel): LineLook {
  const [line] = useState(() => new LineLook({ socket, ranking, measure: measureLine }))
  useEffect(() => {
    void line.look()
    return () => line.stop()
  }, [line])
  return line
}
