import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { PROTOCOL_VERSION } from '@visita/protocol'
import { io, type Socket } from 'socket.io-client'
import { TestServer } from '../../e2e/server.ts'
import type { Measure } from '../measure.ts'
import { atMost, rowOf } from '../result.ts'

const SOCKETS = 1_000
/** Sockets opened at the same time. */
const BATCH = 20
const SETTLE_MS = 5_000

const idle = { name: 'server memory, idle', unit: 'MB', bar: atMost(90, 'MB') }
const perSocket = { name: `server memory per socket with ${SOCKETS}`, unit: 'kB', bar: atMost(50, 'kB') }
const whole = { name: `server memory with ${SOCKETS} sockets`, unit: 'MB', bar: atMost(512, 'MB') }

/** Resident bytes of a process, as Linux counts them. */
async function residentBytes(pid: number): Promise<number> {
  const [, kibibytes] = /VmRSS:\s+(\d+) kB/.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kibibytes) * 1024
}

/** A person of their own in the lobby. */
async function enter(url: string, index: number): Promise<Socket> {
  const response = await fetch(`${url}/api/session/guest`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ displayName: `Person number ${index}` }),
  })
  if (!response.ok) throw new Error(`PUT /api/session/guest answered ${response.status}`)
  const cookie = response.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
  const socket = io(url, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    extraHeaders: { cookie, origin: url },
    auth: { protocol: PROTOCOL_VERSION },
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  await socket.emitWithAck('lobby:enter', {})
  return socket
}

export const serverMemory: Measure = {
  subjects: [idle, perSocket, whole],
  run: async () => {
    const server = await TestServer.start()
    const sockets: Socket[] = []
    try {
      await sleep(SETTLE_MS)
      const idleBytes = await residentBytes(server.pid)
      for (let count = 0; count < SOCKETS; count += BATCH) {
        const batch = Array.from({ length: BATCH }, (_, index) => enter(server.url, count + index))
        sockets.push(...(await Promise.all(batch)))
      }
      await sleep(SETTLE_MS)
      const fullBytes = await residentBytes(server.pid)
      return [
        rowOf(idle, [idleBytes / 1e6]),
        rowOf(perSocket, [(fullBytes - idleBytes) / SOCKETS / 1e3]),
        rowOf(whole, [fullBytes / 1e6]),
      ]
    } finally {
      for (const socket of sockets) socket.disconnect()
      await server.stop()
    }
  },
}
