/* Runs in the network between two tunnels, see delay.ts: passes on what comes by each to the other, later. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { CABLE, PORTS } from './delay.ts'

const milliseconds = Number(process.argv[2])

async function keep(from: number, to: number): Promise<void> {
  const socket = createSocket('udp4')
  socket.on('message', (frame) => {
    setTimeout(() => socket.send(frame, to, CABLE.near), milliseconds)
  })
  socket.bind(from, CABLE.far)
  await once(socket, 'listening')
}

await keep(PORTS.fromHome, PORTS.public)
await keep(PORTS.fromPublic, PORTS.home)
process.stdout.write('keeping\n')
