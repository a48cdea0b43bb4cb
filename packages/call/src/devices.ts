import { Emitter } from './emitter.ts'
import { Scope } from './scope.ts'
import { Store, type Readable } from './store.ts'

export interface DeviceList {
  cameras: readonly MediaDeviceInfo[]
  microphones: readonly MediaDeviceInfo[]
  speakers: readonly MediaDeviceInfo[]
}

export interface DeviceEvents {
  /** A camera was plugged in since the last look: the moment to offer showing it. */
  cameraPlugged: MediaDeviceInfo
}

const NONE: DeviceList = { cameras: [], microphones: [], speakers: [] }

/** The devices that can be chosen, kept current while they are plugged in and out (A8, A17). */
export class Devices extends Emitter<DeviceEvents> {
  readonly #list = new Store<DeviceList>(NONE)
  readonly #scope = new Scope()
  readonly #devices: MediaDevices | undefined
  #known: Set<string> | null = null

  constructor(devices: MediaDevices | undefined) {
    super()
    this.#devices = devices
    if (devices) this.#scope.listen(devices, 'devicechange', () => void this.refresh())
  }

  get list(): Readable<DeviceList> {
    return this.#list
  }

  /** Looks again; call it after permission was given, because names are hidden until then. */
  async refresh(): Promise<void> {
    const found = await this.#devices?.enumerateDevices().catch(() => [])
    if (!found || this.#scope.disposed) return
    const of = (kind: MediaDeviceKind): MediaDeviceInfo[] =>
      found.filter((device) => device.kind === kind && device.deviceId !== '')
    const list = { cameras: of('videoinput'), microphones: of('audioinput'), speakers: of('audiooutput') }
    this.#list.set(list)
    this.#announceNew(list.cameras)
  }

  dispose(): void {
    this.#scope.dispose()
  }

  #announceNew(cameras: readonly MediaDeviceInfo[]): void {
    const before = this.#known
    this.#known = new Set(cameras.map((camera) => camera.deviceId))
    // Without permission no camera has an id: an empty first list tells nothing about what was there.
    if (!before || before.size === 0) return
    for (const camera of cameras) if (!before.has(camera.deviceId)) this.emit('cameraPlugged', camera)
  }
}
