import { join } from 'node:path'
import { type KeySource, openKeyEncryption, openVault, type Vault } from '../modules/vault/index.ts'

/** A real vault in a folder, the one that is there or a new one; its keys in a file unless `source` says. */
export async function aVault(
  folder: string,
  tenant: string | null = null,
  source: KeySource = { kind: 'file', path: join(folder, 'visita.key') },
): Promise<Vault> {
  const keyEncryption = await openKeyEncryption(source, { mayMake: true })
  return openVault({ file: join(folder, 'keyring.db'), tenant, keyEncryption, clock: () => 0 })
}
