import { Devices, LocalMedia, RelayRanking } from '@visita/call'
import { FakeCapture } from '@visita/call/testing'
import type { Seat, VisitRecord } from '@visita/protocol'
import { FakePage } from '../../platform/testing/fake-page.ts'
import { aSocket, settled } from '../../platform/testing/fake-socket.ts'
import { aSeat } from '../../platform/testing/samples.ts'
import type { VisitEnd } from './visit-events.ts'
import { VisitModel } from './visit-model.ts'

/** A visit with the camera on. */
export async function aVisit(change: Partial<Seat> = {}) {
  const page = new FakePage().install()
  const { wire, socket } = aSocket()
  wire.open()
  const capture = new FakeCapture()
  const media = new LocalMedia(capture)
  const opening = media.openFace()
  capture.question.grant()
  await opening
  const visit = new VisitModel({
    seat: aSeat(change),
    socket,
    media,
    devices: new Devices(undefined),
    ranking: new RelayRanking(),
  })
  const ends: VisitEnd[] = []
  let moved = 0
  visit.on('ended', (end) => ends.push(end))
  visit.on('moved', () => (moved += 1))
  await settled()
  return { page, wire, capture, visit, ends, moves: () => moved }
}

/** One whose call is connected. */
export const connected = async (change: Partial<Seat> = {}) => {
  const open = await aVisit(change)
  open.page.connection.become('connected')
  return open
}

export const aRecord = (change: Partial<VisitRecord> = {}): VisitRecord => ({
  id: aSeat().visitId,
  startedAt: 0,
  endedAt: null,
  end: null,
  participants: [],
  messages: [],
  files: [],
  board: null,
  lines: [],
  ...change,
})
