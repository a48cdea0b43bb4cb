/** Encryption at rest. Imports no other module. */
export {
  FRAME_BYTES,
  frameCount,
  framePosition,
  openFrame,
  openFrames,
  sealedSize,
  sealFrame,
  sealFrames,
} from './frames.ts'
export { readKeyFile, type KeyFile } from './key-file.ts'
export { open, openBytes, seal, sealBytes, type SealContext, SealError } from './seal.ts'
export { type DataKey, Vault } from './vault.ts'
