import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { arrive, firstFrame, press, type Lab } from '../lab.ts'
import type { Measure } from '../measure.ts'
import { atMost, rowOf } from '../result.ts'

const bar = atMost(150, 'kB')
const joinPage = { name: 'script on the first load of the join page, gzip', unit: 'kB', bar }
const roomPage = { name: 'script on the first load of the room, gzip', unit: 'kB', bar }
const hosts = { name: 'foreign hosts asked, join page to room', unit: 'hosts', bar: atMost(0, 'hosts') }

/** What a page has asked for since it was opened. */
class Requests {
  readonly #scriptBytes: Promise<number>[] = []
  readonly #hosts = new Set<string>()

  constructor(page: Page) {
    page.on('request', (request) => {
      const { protocol, host } = new URL(request.url())
      if (protocol.startsWith('http')) this.#hosts.add(host)
    })
    page.on('response', (response) => {
      if (response.request().resourceType() !== 'script') return
      this.#scriptBytes.push(response.body().then((body) => gzipSync(body, { level: 9 }).length))
    })
  }

  async scriptKilobytes(): Promise<number> {
    const sizes = await Promise.all(this.#scriptBytes)
    return sizes.reduce((sum, size) => sum + size, 0) / 1000
  }

  foreignHosts(url: string): number {
    return Array.from(this.#hosts).filter((host) => host !== new URL(url).host).length
  }
}

const measureOnce = (lab: Lab) =>
  lab.withPages(async ({ caller, callee, names }) => {
    const { ours } = lab
    const join = new Requests(callee)
    await callee.goto(ours.url, { waitUntil: 'networkidle' })
    const joinKilobytes = await join.scriptKilobytes()
    await arrive(callee, ours, names.callee)
    const room = new Requests(caller)
    await arrive(caller, ours, names.caller)
    await press(caller, ours.ring(names.callee))
    await press(callee, ours.accept())
    await firstFrame(caller)
    await caller.waitForLoadState('networkidle')
    return {
      joinKilobytes,
      roomKilobytes: await room.scriptKilobytes(),
      foreignHosts: room.foreignHosts(ours.url),
    }
  })

export const scriptSize: Measure = {
  subjects: [joinPage, roomPage, hosts],
  run: async (lab) => {
    const { joinKilobytes, roomKilobytes, foreignHosts } = await measureOnce(lab)
    return [rowOf(joinPage, [joinKilobytes]), rowOf(roomPage, [roomKilobytes]), rowOf(hosts, [foreignHosts])]
  },
}
