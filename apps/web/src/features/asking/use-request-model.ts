import { requestIdSchema } from '@visita/protocol'
import { useEffect, useState } from 'react'
import type { AppModel } from '../app/app-model.ts'
import { RequestModel } from './request-model.ts'

/** One's own request, followed for as long as the page is shown. */
export function useRequestModel(model: AppModel): RequestModel {
  const [request] = useState(
    () =>
      new RequestModel({
        socket: model.socket,
        newId: () => requestIdSchema.parse(crypto.randomUUID()),
        onOver: () => void model.lobby.enter().catch(() => undefined),
      }),
  )
  useEffect(() => request.start(), [request])
  return request
}
