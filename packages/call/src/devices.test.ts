import { expect, it } from 'vitest'
import { Devices } from './devices.ts'

type Listed = Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>

/** `navigator.mediaDevices` with what is plugged in. */
class FakeMediaDevices extends EventTarget {
  plugged: Listed[] = []
  fails = false
  looks = 0

  enumerateDevices(): Promise<Listed[]> {
    this.looks += 1
    return this.fails
      ? Promise.reject(new DOMException('', 'NotAllowedError'))
      : Promise.resolve(this.plugged)
  }

  plug(...devices: Listed[]): void {
    this.plugged = [...this.plugged, ...devices]
    this.dispatchEvent(new Event('devicechange'))
  }

  unplug(deviceId: string): void {
    this.plugged = this.plugged.filter((device) => device.deviceId !== deviceId)
    this.dispatchEvent(new Event('devicechange'))
  }
}

const aCamera = (deviceId: string): Listed => ({ kind: 'videoinput', deviceId, label: `Camera ${deviceId}` })

async function aDesk(...plugged: Listed[]) {
  const media = new FakeMediaDevices()
  media.plugged = plugged
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the fake has what Devices uses
  const devices = new Devices(media as unknown as MediaDevices)
  const announced: string[] = []
  devices.on('cameraPlugged', ({ deviceId }) => announced.push(deviceId))
  await devices.refresh()
  return { media, devices, announced }
}

const settle = async (): Promise<void> => {
  for (let round = 0; round < 5; round += 1) await Promise.resolve()
}

it('[A8] lists what can be chosen, by kind', async () => {
  const microphone: Listed = { kind: 'audioinput', deviceId: 'm', label: 'Microphone' }
  const speaker: Listed = { kind: 'audiooutput', deviceId: 's', label: 'Speaker' }
  const { devices } = await aDesk(aCamera('a'), microphone, speaker, aCamera('b'))
  expect(devices.list.get()).toEqual({
    cameras: [aCamera('a'), aCamera('b')],
    microphones: [microphone],
    speakers: [speaker],
  })
})

it('[A17] announces a plugged camera once, and none of those that were there', async () => {
  const { media, announced } = await aDesk(aCamera('a'))
  expect(announced).toEqual([])
  media.plug(aCamera('scope'))
  await settle()
  expect(announced).toEqual(['scope'])
  media.plug({ kind: 'audioinput', deviceId: 'm', label: 'Microphone' })
  await settle()
  expect(announced).toEqual(['scope'])
})

it('[A17] announces a camera again that went and came back', async () => {
  const { media, devices, announced } = await aDesk(aCamera('a'), aCamera('scope'))
  media.unplug('scope')
  await settle()
  expect(devices.list.get().cameras).toEqual([aCamera('a')])
  media.plug(aCamera('scope'))
  await settle()
  expect(announced).toEqual(['scope'])
})

it('takes no camera for new because its name was hidden before permission was given', async () => {
  const { media, devices, announced } = await aDesk(aCamera(''))
  expect(devices.list.get().cameras).toEqual([])
  media.plugged = [aCamera('a'), aCamera('b')]
  await devices.refresh()
  expect(announced).toEqual([])
  expect(devices.list.get().cameras).toHaveLength(2)
})

it('lists nothing where the browser lists nothing', async () => {
  const { media, devices } = await aDesk(aCamera('a'))
  media.fails = true
  await devices.refresh()
  expect(devices.list.get().cameras).toEqual([])
  const without = new Devices(undefined)
  await without.refresh()
  expect(without.list.get()).toEqual({ cameras: [], microphones: [], speakers: [] })
  without.dispose()
})

it('looks no more once it is disposed, and drops the look under way', async () => {
  const { media, devices, announced } = await aDesk(aCamera('a'))
  media.plug(aCamera('b'))
  devices.dispose()
  const { looks } = media
  media.plug(aCamera('c'))
  await settle()
  expect(media.looks).toBe(looks)
  expect(announced).toEqual([])
  expect(devices.list.get().cameras).toEqual([aCamera('a')])
})
