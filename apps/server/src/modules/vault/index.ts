/** Encryption at rest. Imports no other module. */
export {
  type ByteRange,
  FRAME_BYTES,
  frameCount,
  framePosition,
  openFrameRange,
  openFrames,
  sealedRange,
  sealedSize,
  sealFrames,
} from './frames.ts'
export type { KeyEncryption } from './key-encryption.ts'
export type { Keyring } from './keyring.ts'
export { OldKeys } from './old-keys.ts'
export type { KeySource } from './key-encryption.ts'
export { openKeyEncryption } from './open-keys.ts'
export {
  type DataKey,
  open,
  openBytes,
  randomDataKey,
  seal,
  sealBytes,
  type SealContext,
  SealError,
} from './seal.ts'
export { openJson, sealJson } from './sealed-json.ts'
export { wrongKey } from './refusals.ts'
export { openVault, type Vault } from './vault.ts'
