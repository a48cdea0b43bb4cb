import type { KeyEncryption, KeySource } from './key-encryption.ts'
import { KeyFile } from './key-file.ts'
import { KeySecret } from './key-secret.ts'
import { KeyService } from './key-service.ts'

/** `mayMake`: nothing is kept yet, so that a missing key file may be made. Throws StartupError. */
export async function openKeyEncryption(
  source: KeySource,
  { mayMake }: { mayMake: boolean },
): Promise<KeyEncryption> {
  switch (source.kind) {
    case 'file':
      return KeyFile.open(source.path, { mayMake })
    case 'secret':
      return new KeySecret(source.keys)
    case 'service':
      return new KeyService(source)
  }
}
