import { MEDIA_ROLES, type MediaRole } from '@visita/protocol'
import { preferRedundancy } from './voice/robust-voice.ts'

/** One track, or none, for each media line of a call. */
export type Tracks = Readonly<Record<MediaRole, MediaStreamTrack | null>>

export const NO_TRACKS: Tracks = { microphone: null, camera: null, secondCamera: null, screen: null }

export const kindOf = (role: MediaRole): 'audio' | 'video' => (role === 'microphone' ? 'audio' : 'video')

/** Opens the lines that are not there yet, in their order, and gives each its track. */
export function openMediaLines(connection: RTCPeerConnection, tracks: Tracks): void {
  const open = new Map(transceiversByRole(connection))
  for (const role of MEDIA_ROLES) {
    const sender = open.get(role)?.sender
    if (!sender) {
      const line = connection.addTransceiver(tracks[role] ?? kindOf(role), { direction: 'sendrecv' })
      if (role === 'microphone') preferRedundancy(line)
    } else if (sender.track !== tracks[role]) void sender.replaceTrack(tracks[role]).catch(() => undefined)
  }
}

/** The media lines' roles with the transceivers that carry them; later lines have no role and are ignored. */
export function transceiversByRole(connection: RTCPeerConnection): [MediaRole, RTCRtpTransceiver][] {
  const transceivers = connection.getTransceivers()
  return MEDIA_ROLES.flatMap((role, line) => {
    const transceiver = transceivers[line]
    return transceiver?.receiver.track.kind === kindOf(role) ? [[role, transceiver]] : []
  })
}
