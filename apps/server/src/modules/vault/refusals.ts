import { StartupError } from '../../platform/startup-error.ts'

export const unusableKeyFile = (path: string, problem: string): StartupError =>
  new StartupError(
    `The key file ${path} is ${problem}. Without it the stored visits cannot be read. ` +
      'Put the right key file back from your backup and start again.',
  )

export const unusableKeyring = (file: string, problem: string): StartupError =>
  new StartupError(
    `The keyring ${file} is ${problem}. Without it the stored visits cannot be read. ` +
      'Put the right keyring back from your backup and start again.',
  )

/** `name`: as in `KeyEncryption`. */
export const wrongKey = (name: string): StartupError =>
  new StartupError(
    `${upperFirst(name)} is not the one this database was made with. Without it the stored visits cannot ` +
      'be read. Put the right key back from your backup and start again.',
  )

export const damagedKey = (id: string): StartupError =>
  new StartupError(
    `The key ${id} in the keyring is damaged and cannot be wrapped anew. Nothing has been lost by this; put ` +
      'the keyring back from your backup and repeat it.',
  )

export const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
