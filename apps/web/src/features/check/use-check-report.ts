import type { RequestId } from '@visita/protocol'
import { useEffect } from 'react'
import { requestApi } from '../../platform/request-api.ts'
import { useReadable } from '../../ui/index.ts'
import type { AppModel } from '../app/app-model.ts'
import type { LineLook } from './line-look.ts'

/** Has the doctor know what the check has found, with the request that waits. */
export function useCheckReport(model: AppModel, requestId: RequestId, look: LineLook): void {
  const { camera, microphone, speaker } = useReadable(model.tried.found)
  const state = useReadable(look.state)
  const line = state.status === 'found' ? state.line : null
  useEffect(() => {
    if (line === null) return
    // Without a way to the server it is told with the next change, and the doctor sees no check until then.
    void requestApi.tellCheck(requestId, { camera, microphone, speaker, line }).catch(() => undefined)
  }, [requestId, camera, microphone, speaker, line])
}
