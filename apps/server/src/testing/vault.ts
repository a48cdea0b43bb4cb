import { join } from 'node:path'
import { openKeyEncryption, openVault, type Vault } from '../modules/vault/index.ts'

/** A real vault in a folder: the one that is there, or a new one. */
export async function aVault(folder: string, tenant: string | null = null): Promise<Vault> {
  const path = join(folder, 'visita.key')
  const keyEncryption = await openKeyEncryption({ kind: 'file', path }, { mayMake: true })
  return openVault({ file: join(folder, 'keyring.db'), tenant, keyEncryption, clock: () => 0 })
}
