import { aVault } from '../../testing/vault.ts'

/** Replaces the key-encryption key of the vault in the folder that is its argument, as often as the next says. */
const [, , folder = '', times = ''] = process.argv
const vault = await aVault(folder)
process.stdout.write('ready\n')
for (let round = 0; round < Number(times); round += 1) await vault.rotateKeys()
await vault.close()
