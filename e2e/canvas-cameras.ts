import type { Page } from '@playwright/test'

interface CanvasCamera {
  id: string
  label: string
  /** CSS colour of its picture. */
  colour: string
  /** Half as wide and high, and a quarter as often: for many pages on one machine. */
  tiny?: boolean
}

declare global {
  var canvasCameras: { plug(camera: CanvasCamera): void; unplug(id: string): void }
}

/** Gives a page these cameras instead of the browser's; microphones stay as they are. */
export async function withCameras(page: Page, cameras: CanvasCamera[]): Promise<void> {
  await page.addInitScript(installCanvasCameras, cameras)
}

export const plug = (page: Page, camera: CanvasCamera): Promise<void> =>
  page.evaluate((plugged) => canvasCameras.plug(plugged), camera)

export const unplug = (page: Page, id: string): Promise<void> =>
  page.evaluate((unplugged) => canvasCameras.unplug(unplugged), id)

/* Runs in the page: uses nothing outside itself. */
function installCanvasCameras(initial: CanvasCamera[]): void {
  if (!('mediaDevices' in navigator)) return
  const devices = navigator.mediaDevices
  const cameras = [...initial]
  const open = new Map<string, MediaStreamTrack[]>()
  const getUserMedia = devices.getUserMedia.bind(devices)
  const enumerateDevices = devices.enumerateDevices.bind(devices)

  const film = (camera: CanvasCamera): MediaStreamTrack => {
    const canvas = document.createElement('canvas')
    const [width, height, rate] = camera.tiny === true ? [160, 90, 5] : [320, 180, 20]
    canvas.width = width
    canvas.height = height
    const context = canvas.getContext('2d')
    let frame = 0
    const draw = (): void => {
      if (!context) return
      context.fillStyle = camera.colour
      context.fillRect(0, 0, canvas.width, canvas.height)
      // Something that moves, at the edge.
      context.fillStyle = 'white'
      context.fillRect((frame * 4) % canvas.width, 0, 20, 20)
      frame += 1
    }
    draw()
    const timer = setInterval(draw, 1_000 / rate)
    const [track] = canvas.captureStream(rate).getVideoTracks()
    if (!track) throw new Error('A canvas gave no track')
    const stop = track.stop.bind(track)
    track.stop = () => {
      clearInterval(timer)
      stop()
    }
    track.getSettings = () => ({ deviceId: camera.id, width: canvas.width, height: canvas.height })
    open.set(camera.id, [...(open.get(camera.id) ?? []), track])
    return track
  }

  const wanted = (constraints: MediaTrackConstraints | boolean): CanvasCamera | undefined => {
    const deviceId = typeof constraints === 'object' ? constraints.deviceId : undefined
    const exact = typeof deviceId === 'object' && 'exact' in deviceId ? deviceId.exact : undefined
    return exact === undefined ? cameras[0] : cameras.find(({ id }) => id === exact)
  }

  devices.getUserMedia = async ({ video, audio } = {}) => {
    const stream = audio ? await getUserMedia({ audio }) : new MediaStream()
    if (!video) return stream
    const camera = wanted(video)
    if (!camera) throw new DOMException('No such camera', 'NotFoundError')
    stream.addTrack(film(camera))
    return stream
  }
  devices.enumerateDevices = async () => {
    const others = (await enumerateDevices()).filter(({ kind }) => kind !== 'videoinput')
    const ours = cameras.map(({ id, label }) => {
      const info = { deviceId: id, groupId: id, kind: 'videoinput' as const, label }
      return { ...info, toJSON: () => info }
    })
    return [...ours, ...others]
  }
  globalThis.canvasCameras = {
    plug: (camera) => {
      cameras.push(camera)
      devices.dispatchEvent(new Event('devicechange'))
    },
    unplug: (id) => {
      cameras.splice(
        cameras.findIndex((camera) => camera.id === id),
        1,
      )
      for (const track of open.get(id) ?? []) {
        track.stop()
        track.dispatchEvent(new Event('ended'))
      }
      devices.dispatchEvent(new Event('devicechange'))
    },
  }
}
