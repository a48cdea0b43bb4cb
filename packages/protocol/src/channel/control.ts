import * as z from 'zod/mini'

/** What a person sends at this moment, so that the other side can say "camera off" and not show black. */
export const trackStateSchema = z.enum(['live', 'muted', 'none'])
export type TrackState = z.infer<typeof trackStateSchema>

export const outgoingMediaSchema = z.object({
  microphone: trackStateSchema,
  camera: trackStateSchema,
  secondCamera: trackStateSchema,
  screen: trackStateSchema,
})
export type OutgoingMedia = z.infer<typeof outgoingMediaSchema>

/** How a person's line is, by their own page: `voice_only` sends no picture for now. */
export const lineVerdictSchema = z.enum(['good', 'weak', 'voice_only'])
export type LineVerdict = z.infer<typeof lineVerdictSchema>

/** The media lines of a call in their fixed order: line n of every description carries role n. */
export const MEDIA_ROLES = ['microphone', 'camera', 'secondCamera', 'screen'] as const
export type MediaRole = (typeof MEDIA_ROLES)[number]
export const videoRoleSchema = z.enum(['camera', 'secondCamera', 'screen'])
export type VideoRole = z.infer<typeof videoRoleSchema>

/** The data channels of a call, pre-negotiated: both sides open the same id without a round trip. */
export const CHANNELS = {
  control: { id: 0, ordered: true },
  chat: { id: 1, ordered: true },
  files: { id: 2, ordered: true },
  bulk: { id: 3, ordered: true },
  board: { id: 4, ordered: true },
  pointer: { id: 5, ordered: false, maxRetransmits: 0 },
} as const
export type ChannelName = keyof typeof CHANNELS
export const CHANNEL_NAMES = [
  'control',
  'chat',
  'files',
  'bulk',
  'board',
  'pointer',
] as const satisfies ChannelName[]

/** 32 bytes as hexadecimal digits. */
const hex32 = z.string().check(z.regex(/^[0-9a-f]{64}$/))

/** Goes round: it tells only keys apart that are in use at the same time. */
const mediaKeyIdSchema = z.int().check(z.minimum(0), z.maximum(255))

/** What became of a photo that was asked for; `taken`: it comes as a file. */
export const stillReplySchema = z.enum(['taking', 'taken', 'declined', 'failed'])
export type StillReply = z.infer<typeof stillReplySchema>

export const controlMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('media'), media: outgoingMediaSchema }),
  z.object({ type: z.literal('line'), verdict: lineVerdictSchema }),
  /** The sender ended the visit: said here too, in case the server cannot be reached at this moment. */
  z.object({ type: z.literal('bye') }),
  /** The sender would like a sharp photo of what the other camera shows; repeating it asks for no second one. */
  z.object({ type: z.literal('still_request') }),
  /** Not wanted any more; a photo that is being taken comes all the same. */
  z.object({ type: z.literal('still_withdrawn') }),
  z.object({ type: z.literal('still_reply'), reply: stillReplySchema }),
  /** The steps, in this order, by which both sides come to the safety code of their connection. */
  z.object({ type: z.literal('safety_commit'), commitment: hex32 }),
  z.object({ type: z.literal('safety_nonce'), nonce: hex32 }),
  z.object({ type: z.literal('safety_reveal'), nonce: hex32 }),
  /** The key of what the sender sends by the forwarding server from now on, and that it has come. */
  z.object({ type: z.literal('media_key'), id: mediaKeyIdSchema, key: hex32 }),
  z.object({ type: z.literal('media_key_taken'), id: mediaKeyIdSchema }),
  /** Whether picture and sound of who reads this come by the forwarding server, and need not come directly. */
  z.object({ type: z.literal('forwarded'), comes: z.boolean() }),
])
export type ControlMessage = z.infer<typeof controlMessageSchema>
