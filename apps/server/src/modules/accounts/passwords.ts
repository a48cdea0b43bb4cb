import { Refusal } from '../../platform/http-errors.ts'

/** OWASP's minimum for argon2id (Password Storage Cheat Sheet, 2024): 19 MiB, two passes, one lane (C23). */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/* Both are loaded with the first password: an idle server does without their memory. */
const argon2 = () => import('@node-rs/argon2')
let common: Promise<Set<string>> | undefined
let nobodys: Promise<string> | undefined

/** Refuses what is on the list of common passwords, or is the login itself; returns what is stored. */
export async function hashNewPassword(password: string, login: string): Promise<string> {
  const plain = password.toLowerCase()
  const list = await (common ??= loadCommon())
  const [mailbox = ''] = login.split('@')
  if (list.has(plain) || plain === login || plain === mailbox) throw new Refusal('weak_password')
  return (await argon2()).hash(password, COST)
}

/** Takes the same time whether there is such an account or not (C20): null is checked against nobody's hash. */
export async function isPassword(password: string, hash: string | null): Promise<boolean> {
  const { verify } = await argon2()
  const right = await verify(hash ?? (await (nobodys ??= hashOfNobody())), password)
  return right && hash !== null
}

const hashOfNobody = async (): Promise<string> => (await argon2()).hash(crypto.randomUUID(), COST)

async function loadCommon(): Promise<Set<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return new Set(dictionary['passwords-common'].map(String))
}
