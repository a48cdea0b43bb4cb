/*
 * Runs in a home's namespace in place of Firefox: starts it, and stands between it and Playwright. What Playwright
 * says comes through a socket in the file system, which reaches from one network into another.
 */
import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import { createInterface } from 'node:readline'
import * as z from 'zod'
import { WebSocket, WebSocketServer, type RawData } from 'ws'

const { FIREFOX = '', GATE_SOCKET = '', GATE_PORT = '' } = process.env
const READY = /WebDriver BiDi listening on (ws:\/\/\S+)/

/** Playwright sends it for every page, and this Firefox does not know it. */
const UNKNOWN = 'emulation.setMediaFeaturesOverride'
const commandSchema = z.object({ id: z.int(), method: z.string() })

const firefox = spawn(FIREFOX, process.argv.slice(2), { stdio: ['ignore', 'inherit', 'pipe'] })
firefox.once('exit', (code) => process.exit(code ?? 1))
process.once('SIGTERM', () => firefox.kill('SIGTERM'))

createInterface(firefox.stderr).on('line', (line) => {
  const [, url] = READY.exec(line) ?? []
  if (url === undefined) say(line)
  else open(url)
})

function open(url: string): void {
  const server = createServer()
  new WebSocketServer({ server }).on('connection', (playwright) => relay(playwright, url))
  server.listen(GATE_SOCKET, () => say(`WebDriver BiDi listening on ws://127.0.0.1:${GATE_PORT}`))
}

function relay(playwright: WebSocket, url: string): void {
  const browser = new WebSocket(`${url}/session`)
  const early: string[] = []
  playwright.on('message', (data) => {
    const text = textOf(data)
    const command = commandSchema.parse(JSON.parse(text))
    if (command.method === UNKNOWN) {
      playwright.send(JSON.stringify({ type: 'success', id: command.id, result: {} }))
    } else if (browser.readyState === WebSocket.OPEN) browser.send(text)
    else early.push(text)
  })
  browser.once('open', () => {
    for (const text of early) browser.send(text)
  })
  browser.on('message', (data) => playwright.send(textOf(data)))
  playwright.once('close', () => browser.close())
  browser.once('close', () => playwright.close())
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString()
  return data instanceof ArrayBuffer ? Buffer.from(data).toString() : data.toString()
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
