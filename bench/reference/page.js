/* The floor: what a visit costs with nothing but WebSocket and RTCPeerConnection. */

/** @template {Element} T @param {new () => T} type @param {string} id @returns {T} */
function element(type, id) {
  const found = document.getElementById(id)
  if (!(found instanceof type)) throw new Error(`no ${id}`)
  return found
}

const call = element(HTMLButtonElement, 'call')
const accept = element(HTMLButtonElement, 'accept')
const log = element(HTMLParagraphElement, 'log')

const connection = new RTCPeerConnection()
const chat = connection.createDataChannel('chat', { negotiated: true, id: 0 })
const files = connection.createDataChannel('files', { negotiated: true, id: 1 })
const board = connection.createDataChannel('board', { negotiated: true, id: 2 })
files.binaryType = board.binaryType = 'arraybuffer'

/* Signalling: the server hands each message to the other page. */
const socket = new WebSocket(location.href.replace('http', 'ws'))
const ready = new Promise((resolve) => {
  socket.onopen = resolve
})
/** @param {object} message */
const tell = (message) => socket.send(JSON.stringify(message))
/** @type {RTCIceCandidateInit[]} */
const early = []

socket.onmessage = async ({ data }) => {
  const { ring, accepted, description, candidate } = JSON.parse(data)
  if (ring) accept.disabled = false
  if (accepted) await describe()
  if (description) {
    await connection.setRemoteDescription(description)
    for (const each of early.splice(0)) await connection.addIceCandidate(each)
    if (description.type === 'offer') await describe()
  }
  if (candidate && connection.remoteDescription) await connection.addIceCandidate(candidate)
  else if (candidate) early.push(candidate)
}
async function describe() {
  await connection.setLocalDescription()
  tell({ description: connection.localDescription })
}
connection.onicecandidate = ({ candidate }) => candidate && tell({ candidate })
connection.ontrack = ({ streams: [stream = null] }) => {
  element(HTMLVideoElement, 'remote').srcObject = stream
}

/* The call. */
const video = { width: 1280, height: 720, frameRate: 30 }
const own = await navigator.mediaDevices.getUserMedia({ audio: true, video })
element(HTMLVideoElement, 'own').srcObject = own
for (const track of own.getTracks()) connection.addTrack(track, own)
await ready
call.onclick = () => tell({ ring: true })
accept.onclick = () => tell({ accepted: true })
call.disabled = false

/* Chat. */
const text = element(HTMLInputElement, 'text')
text.onkeydown = ({ key }) => {
  if (key === 'Enter') chat.send(text.value)
}
chat.onmessage = ({ data }) => log.append(data)

/* Files: the message size and the water marks that were measured to be the fastest. */
const LOW_WATER = 256 * 1024
const HIGH_WATER = 1024 * 1024
files.bufferedAmountLowThreshold = LOW_WATER
const picker = element(HTMLInputElement, 'file')
picker.onchange = async () => {
  const [file] = picker.files ?? []
  if (!file) return
  const step = Math.min(256 * 1024, connection.sctp?.maxMessageSize ?? 64 * 1024)
  files.send(JSON.stringify({ size: file.size }))
  for (let at = 0; at < file.size; at += step) {
    const chunk = await file.slice(at, at + step).arrayBuffer()
    if (files.bufferedAmount > HIGH_WATER) {
      await new Promise((resolve) => files.addEventListener('bufferedamountlow', resolve, { once: true }))
    }
    files.send(chunk)
  }
}
/** @type {ArrayBuffer[]} */
const received = []
let missing = 0
files.onmessage = ({ data }) => {
  if (typeof data === 'string') {
    missing = JSON.parse(data).size
    return
  }
  received.push(data)
  missing -= data.byteLength
  if (missing === 0) log.append(`File of ${new Blob(received.splice(0)).size} bytes received`)
}

/* The board: a message of two numbers for each point. */
const canvas = element(HTMLCanvasElement, 'board')
const pen = canvas.getContext('2d')
/** @param {ArrayBuffer} message */
const draw = (message) => {
  const [x = 0, y = 0] = new Float32Array(message)
  pen?.fillRect(x - 2, y - 2, 4, 4)
}
canvas.onpointerdown = canvas.onpointermove = ({ offsetX, offsetY, buttons }) => {
  if (buttons === 0 || board.readyState !== 'open') return
  const point = new Float32Array([offsetX, offsetY]).buffer
  draw(point)
  board.send(point)
}
board.onmessage = ({ data }) => draw(data)
