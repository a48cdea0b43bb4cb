/* Serves the reference page and hands every message of one socket to the other. A process of its own, as the
   product's server is, started by `ReferenceServer`. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { WebSocketServer } from 'ws'

const TYPES = { '/': ['page.html', 'text/html'], '/page.js': ['page.js', 'text/javascript'] } as const
const isServed = (path: string): path is keyof typeof TYPES => Object.hasOwn(TYPES, path)

const server = createServer((request, response) => {
  const path = request.url ?? ''
  if (!isServed(path)) {
    response.writeHead(404).end()
    return
  }
  const [file, type] = TYPES[path]
  response.writeHead(200, { 'content-type': type }).end(readFileSync(join(import.meta.dirname, file)))
})

const sockets = new WebSocketServer({ server })
sockets.on('connection', (socket) => {
  socket.on('message', (message) => {
    for (const other of sockets.clients) if (other !== socket) other.send(message, { binary: false })
  })
})

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object') process.send?.(`http://localhost:${address?.port}`)
})
