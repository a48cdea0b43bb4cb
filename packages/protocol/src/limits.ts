/** Bounds that both ends enforce. Sizes are bytes, times milliseconds, lengths Unicode code points. */
export const LIMITS = {
  /** Each of them sends to each other one, so the slowest line decides. */
  peopleInRoom: 6,
  displayName: { min: 10, max: 64 },
  /** Of the name of somebody whom the clinic has named. */
  knownName: 2,
  chatText: 4_000,
  /** A line in the record: a title, a name, a label. */
  shortText: 200,
  longText: 4_000,
  noteText: 20_000,
  fileName: 255,
  fileSize: 2 * 1024 ** 3,
  /** Files up to this size arrive without asking, as long as all of them together stay under the second. */
  fileUnasked: 64 * 1024 ** 2,
  filesUnasked: 512 * 1024 ** 2,
  /** In each direction. */
  unfinishedFiles: 100,
  filesPerVisit: 1_000,
  /** The largest telephones write 30 MB for one. */
  photoSize: 40 * 1024 ** 2,
  photosPerCase: 2_000,
  /** One Socket.IO frame. An SDP of a call with four media lines is about 10 kB. */
  socketFrame: 64 * 1024,
  sdp: 48 * 1024,
  /** RFC 8831 leaves the message size open; every browser takes 64 KiB, Chromium 256 KiB. */
  channelMessage: 256 * 1024,
  ring: 45_000,
} as const
