import { onNetworkNews } from '@visita/call'
import { useEffect, useState } from 'react'
import { measureLine } from '../../platform/line-api.ts'
import type { AppModel } from '../app/app-model.ts'
import { LineLook } from './line-look.ts'

/** A look at one's line that begins when the page is shown, and ends with it. */
export function useLineLook({ socket, ranking }: AppModel): LineLook {
  const [line] = useState(() => new LineLook({ socket, ranking, measure: measureLine }))
  useEffect(() => {
    void line.look()
    // A look over a line that was away says nothing of the one that has come back.
    const stops = [
      onNetworkNews(() => line.lookAnew()),
      socket.state.subscribe(() => socket.state.get().status === 'online' && line.lookAnew()),
    ]
    return () => {
      for (const stop of stops) stop()
      line.stop()
    }
  }, [line, socket])
  return line
}
