/** Encryption at rest. Imports no other module. */
export { FRAME_BYTES, frameCount, framePosition, openFrames, sealedSize, sealFrames } from './frames.ts'
export { readKeyFile } from './key-file.ts'
export { open, openBytes, randomKey, seal, sealBytes, type SealContext } from './seal.ts'
export { type DataKey, Vault } from './vault.ts'
