import { hash, verify } from '@node-rs/argon2'
import { TestServer } from '../../e2e/server.ts'
import type { Measure } from '../measure.ts'
import { atLeast, rowOf } from '../result.ts'

const rate = { name: 'logins a second, argon2id at 19 MiB, t=2, p=1', unit: '/s', bar: atLeast(30, '/s') }

/** As the server's own (modules/accounts/passwords.ts); a test there holds them. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const PASSWORD = 'four plain words here'
/** Signing in at the same time, each in a browser that is known: strangers are slowed down. */
const PEOPLE = 8
const LOGINS_EACH = 15

/** Does `work` for each of the people, for one time after the other; how often that was in a second. */
async function ratePerSecond(
  people: readonly Person[],
  work: (person: Person) => Promise<void>,
): Promise<number> {
  const start = performance.now()
  await Promise.all(
    people.map(async (person) => {
      for (let turn = 0; turn < LOGINS_EACH; turn += 1) await work(person)
    }),
  )
  return (people.length * LOGINS_EACH * 1000) / (performance.now() - start)
}

interface Person {
  login: string
  /** Behind a proxy of its own: how many requests come from one address is limited. */
  address: string
  /** What marks the browser as known. */
  cookie: string
}

async function post(url: string, path: string, body: object, { address, cookie }: Omit<Person, 'login'>) {
  const reply = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, 'x-forwarded-for': address, cookie },
    body: JSON.stringify(body),
  })
  if (!reply.ok) throw new Error(`${path} answered ${reply.status}`)
  await reply.arrayBuffer()
  return reply
}

async function signUp(url: string, index: number): Promise<Person> {
  const person = { login: `person.${index}@clinic.example`, address: `10.0.0.${index + 1}`, cookie: '' }
  const account = { displayName: `Person number ${index}`, login: person.login, password: PASSWORD }
  const reply = await post(url, '/api/sign-up', account, person)
  const cookies = reply.headers.getSetCookie().map((each) => each.split(';')[0] ?? '')
  return { ...person, cookie: cookies.find((cookie) => cookie.includes('device')) ?? '' }
}

export const logins: Measure = {
  subjects: [rate],
  run: async ({ runs }) => {
    const server = await TestServer.start({
      VISITA_SELF_SIGN_UP: 'true',
      VISITA_LOBBY: 'signed_in',
      VISITA_TRUSTED_PROXIES: '127.0.0.0/8',
    })
    try {
      const { url } = server
      const people = await Promise.all(Array.from({ length: PEOPLE }, (_, index) => signUp(url, index)))
      const hashed = await hash(PASSWORD, COST)
      const bare = async (): Promise<void> => {
        if (!(await verify(hashed, PASSWORD))) throw new Error('the password is not right')
      }
      const login = async (person: Person): Promise<void> => {
        await post(url, '/api/session/password', { login: person.login, password: PASSWORD }, person)
      }
      const [ours, reference]: [number[], number[]] = [[], []]
      for (let run = 0; run < runs; run += 1) {
        reference.push(await ratePerSecond(people, bare))
        ours.push(await ratePerSecond(people, login))
      }
      return [rowOf(rate, ours, { name: 'argon2id alone', samples: reference })]
    } finally {
      await server.stop()
    }
  },
}
