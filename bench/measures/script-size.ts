import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { setTimeout as pass } from 'node:timers/promises'
import { arrive, firstFrame, press, type Lab } from '../lab.ts'
import type { Measure } from '../measure.ts'
import { atMost, rowOf } from '../result.ts'

const bar = atMost(150, 'kB')
const joinPage = { name: 'script on the first load of the join page, gzip', unit: 'kB', bar }
const roomPage = { name: 'script up to the first picture of the room, gzip', unit: 'kB', bar }
/* Files, board model and panels: all that comes by itself. The drawing library comes when the board is opened. */
const later = {
  name: 'script that the room fetches after its first picture, gzip',
  unit: 'kB',
  bar: atMost(50, 'kB'),
}
const hosts = { name: 'foreign hosts asked, join page to room', unit: 'hosts', bar: atMost(0, 'hosts') }

/** What a page has asked for since it was opened. */
class Requests {
  readonly #scripts: Promise<{ askedAt: number; bytes: number }>[] = []
  readonly #hosts = new Set<string>()

  constructor(page: Page) {
    page.on('request', (request) => {
      const { protocol, host } = new URL(request.url())
      if (protocol.startsWith('http')) this.#hosts.add(host)
    })
    page.on('response', (response) => {
      if (response.request().resourceType() !== 'script') return
      const askedAt = response.request().timing().startTime
      this.#scripts.push(
        response.body().then((body) => ({ askedAt, bytes: gzipSync(body, { level: 9 }).length })),
      )
    })
  }

  /** What was asked for until then, and after it; epoch milliseconds. */
  async scriptKilobytes(until = Number.POSITIVE_INFINITY): Promise<{ first: number; later: number }> {
    const scripts = await Promise.all(this.#scripts)
    const kilobytes = (isMeant: (askedAt: number) => boolean): number =>
      scripts.reduce((sum, { askedAt, bytes }) => sum + (isMeant(askedAt) ? bytes : 0), 0) / 1000
    return { first: kilobytes((at) => at <= until), later: kilobytes((at) => at > until) }
  }

  foreignHosts(url: string): number {
    return Array.from(this.#hosts).filter((host) => host !== new URL(url).host).length
  }
}

/** What a room fetches by itself it has asked for by then, in milliseconds after its first picture. */
const ALL_IS_THERE = 12_000

const measureOnce = (lab: Lab) =>
  lab.withPages(async ({ caller, callee, names }) => {
    const { ours } = lab
    const join = new Requests(callee)
    await callee.goto(ours.url, { waitUntil: 'networkidle' })
    const { first: joinKilobytes } = await join.scriptKilobytes()
    await arrive(callee, ours, names.callee)
    const room = new Requests(caller)
    await arrive(caller, ours, names.caller)
    await press(caller, ours.ring(names.callee))
    await press(callee, ours.accept())
    const shown = await firstFrame(caller)
    await pass(ALL_IS_THERE)
    return {
      joinKilobytes,
      roomKilobytes: await room.scriptKilobytes(shown),
      foreignHosts: room.foreignHosts(ours.url),
    }
  })

export const scriptSize: Measure = {
  subjects: [joinPage, roomPage, later, hosts],
  run: async (lab) => {
    const { joinKilobytes, roomKilobytes, foreignHosts } = await measureOnce(lab)
    return [
      rowOf(joinPage, [joinKilobytes]),
      rowOf(roomPage, [roomKilobytes.first]),
      rowOf(later, [roomKilobytes.later]),
      rowOf(hosts, [foreignHosts]),
    ]
  },
}
