import type { PersonId } from '@visita/protocol'
import { useEffect, useState } from 'react'
import { openOutbox } from '../../platform/outbox-store.ts'
import type { ServerSocket } from '../../platform/socket.ts'
import { uploadPhoto } from '../../platform/upload.ts'
import { OutboxModel } from './outbox-model.ts'

/** What waits on this device of whoever is signed in; it is sent from every page of theirs. */
export function usePhotoOutbox(socket: ServerSocket, self: PersonId): OutboxModel {
  const [outbox] = useState(
    () =>
      new OutboxModel({
        openStore: () => openOutbox(self),
        upload: uploadPhoto,
        online: socket.state,
        alone: (work) => navigator.locks.request(`visita-outbox ${self}`, work),
      }),
  )
  useEffect(() => outbox.start(), [outbox])
  return outbox
}
