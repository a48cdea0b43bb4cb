/* Pictures drawn by ourselves: people that nobody is, and a skin that nobody has. Run in the page. */

export interface DrawnPerson {
  wall: string
  skin: string
  hair: string
  clothes: string
}

/** Replaces the camera by a drawn person who breathes. Uses nothing outside itself. */
export function installDrawnCamera({ wall, skin, hair, clothes }: DrawnPerson): void {
  const devices = navigator.mediaDevices
  const original = devices.getUserMedia.bind(devices)
  devices.getUserMedia = async ({ video, audio } = {}) => {
    const stream = audio ? await original({ audio }) : new MediaStream()
    if (!video) return stream
    const canvas = document.createElement('canvas')
    canvas.width = 1280
    canvas.height = 720
    const context = canvas.getContext('2d')
    if (!context) return stream
    const ellipse = (colour: string, x: number, y: number, width: number, height: number): void => {
      context.fillStyle = colour
      context.beginPath()
      context.ellipse(x, y, width, height, 0, 0, 2 * Math.PI)
      context.fill()
    }
    let frame = 0
    setInterval(() => {
      frame += 1
      const breath = 4 * Math.sin(frame / 20)
      context.fillStyle = wall
      context.fillRect(0, 0, 1280, 720)
      context.fillStyle = 'rgb(255 255 255 / 30%)'
      context.fillRect(880, 60, 260, 300)
      ellipse(clothes, 640, 790 + breath, 340, 300)
      ellipse(skin, 640, 520 + breath, 70, 90)
      ellipse(hair, 640, 290 + breath, 172, 190)
      ellipse(skin, 640, 330 + breath, 142, 176)
      ellipse(hair, 640, 196 + breath, 150, 74)
      for (const side of [-1, 1]) {
        ellipse('#fff', 640 + side * 54, 322 + breath, 22, 14)
        ellipse('#3a2b22', 640 + side * 54, 322 + breath, frame % 90 < 4 ? 1 : 10, 10)
      }
      context.lineWidth = 6
      context.strokeStyle = '#9b5046'
      context.beginPath()
      context.arc(640, 386 + breath, 46, 0.25 * Math.PI, 0.75 * Math.PI)
      context.stroke()
    }, 50)
    const [track] = canvas.captureStream(20).getVideoTracks()
    if (track) stream.addTrack(track)
    return stream
  }
}

/** A skin with a pigmented spot as a PNG in base64; the same seed gives the same picture. */
export async function drawSkin(seed: number): Promise<string> {
  let state = seed
  // mulberry32: small, seeded, good enough for freckles.
  const random = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const canvas = new OffscreenCanvas(1200, 900)
  const context = canvas.getContext('2d')
  if (!context) return ''
  const ground = context.createLinearGradient(0, 0, 1200, 900)
  ground.addColorStop(0, '#e3b79b')
  ground.addColorStop(1, '#cf9c80')
  context.fillStyle = ground
  context.fillRect(0, 0, 1200, 900)
  for (let speck = 0; speck < 5_000; speck += 1) {
    context.fillStyle = `rgb(${120 + random() * 90} ${70 + random() * 60} ${50 + random() * 50} / 8%)`
    context.fillRect(random() * 1200, random() * 900, 2 + random() * 5, 2 + random() * 5)
  }
  for (let layer = 0; layer < 60; layer += 1) {
    const reach = 210 - layer * 2.6
    context.fillStyle = `rgb(${110 - layer} ${62 - layer * 0.6} ${44 - layer * 0.4} / 9%)`
    context.beginPath()
    for (let step = 0; step <= 40; step += 1) {
      const angle = (step / 40) * 2 * Math.PI
      const edge =
        reach *
        (0.85 + 0.09 * Math.sin(angle * 3 + layer / 40) + 0.06 * Math.sin(angle * 7) + 0.05 * random())
      context.lineTo(600 + edge * Math.cos(angle) * 1.2, 450 + edge * Math.sin(angle))
    }
    context.fill()
  }
  const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}
