/* What runs inside the measured pages. Each function is sent as its own source, so it uses nothing outside
   itself. Times are epoch milliseconds with fractions; pages of one browser share the clock. */
import type { Step } from './site.ts'

interface Probe {
  /** When each frame of a video that came over the network was presented. */
  frames: number[]
  /** When each press, key and pen stroke reached the page, before the page's own code saw it. */
  inputs: { type: string; at: number }[]
  /** Every message given to a data channel; `type` is null where it is not JSON that names one. */
  sent: { channel: string; type: string | null; bytes: number; at: number }[]
}

declare global {
  var probe: Probe
}

/** Watches a page from its first line on. */
export function installProbe(): void {
  const now = (): number => performance.timeOrigin + performance.now()
  globalThis.probe = { frames: [], inputs: [], sent: [] }

  for (const type of ['click', 'keydown', 'pointerdown', 'change']) {
    addEventListener(type, () => probe.inputs.push({ type, at: now() }), { capture: true })
  }

  // eslint-disable-next-line typescript/unbound-method -- called with the channel as `this`
  const { send } = RTCDataChannel.prototype
  RTCDataChannel.prototype.send = function (
    this: RTCDataChannel,
    data: string | ArrayBuffer | ArrayBufferView | Blob,
  ) {
    const bytes =
      typeof data === 'string' ? new Blob([data]).size : 'size' in data ? data.size : data.byteLength
    const type = typeof data === 'string' ? (/^\{"type":"(\w+)"/.exec(data)?.[1] ?? null) : null
    probe.sent.push({ channel: this.label, type, bytes, at: now() })
    Reflect.apply(send, this, [data])
  }

  // Chromium names its fake cameras so; a track from the network carries a random label.
  const isRemote = (video: HTMLVideoElement): boolean =>
    video.srcObject instanceof MediaStream &&
    video.srcObject.getVideoTracks().some((track) => !track.label.startsWith('fake_device'))
  const watched = new WeakSet<HTMLVideoElement>()
  const watch = (video: HTMLVideoElement): void => {
    if (watched.has(video)) return
    watched.add(video)
    const onFrame: VideoFrameRequestCallback = (_now, { presentationTime }) => {
      if (isRemote(video)) probe.frames.push(performance.timeOrigin + presentationTime)
      video.requestVideoFrameCallback(onFrame)
    }
    video.requestVideoFrameCallback(onFrame)
  }
  new MutationObserver(() => {
    for (const video of document.querySelectorAll('video')) watch(video)
  }).observe(document, { childList: true, subtree: true })
}

/** Presses and fills one control after the other, each the moment it is there: a person without reaction time. */
export function autopilot(steps: Step[]): void {
  const nameOf = (control: Element): string =>
    control.getAttribute('aria-label') ??
    (control instanceof HTMLInputElement ? control.labels?.[0]?.textContent : control.textContent) ??
    ''
  const find = (selector: string, name: string): Element | undefined =>
    Array.from(document.querySelectorAll(selector)).find((control) =>
      new RegExp(name).test(nameOf(control).trim()),
    )
  const type = (input: Element, text: string): void => {
    // React listens to the event but compares with the value it set itself through this property.
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, text)
    input.dispatchEvent(new Event('input', { bubbles: true }))
  }
  const take = (step: Step): boolean => {
    const control = 'fill' in step ? find('input', step.fill) : find('button:enabled', step.press)
    if (control === undefined) return false
    if ('fill' in step) type(control, step.text)
    else if (control instanceof HTMLElement) control.click()
    return true
  }
  const left = steps.toReversed()
  const go = (): void => {
    const step = left.at(-1)
    if (step === undefined) return
    if (take(step)) left.pop()
    setTimeout(go, 1)
  }
  go()
}

/** When a text that was not there is in the document. */
export function whenShown(text: string): Promise<number> {
  return new Promise((resolve) => {
    const observer = new MutationObserver((mutations) => {
      const shown = mutations.some(({ target, addedNodes }) =>
        [target, ...addedNodes].some((node) => node.textContent?.includes(text)),
      )
      if (!shown) return
      observer.disconnect()
      resolve(performance.timeOrigin + performance.now())
    })
    observer.observe(document, { childList: true, characterData: true, subtree: true })
  })
}

/** When the picture of a canvas changes near a point; `x` and `y` are in its CSS pixels. */
export function whenDrawn({ selector, x, y }: { selector: string; x: number; y: number }): Promise<number> {
  const canvas = document.querySelector<HTMLCanvasElement>(selector)
  const context = canvas?.getContext('2d')
  if (!canvas || !context) throw new Error(`no canvas ${selector}`)
  const scale = canvas.width / canvas.clientWidth
  const reach = 8
  const look = (): string =>
    context
      .getImageData((x - reach) * scale, (y - reach) * scale, 2 * reach * scale, 2 * reach * scale)
      .data.join()
  const before = look()
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      if (look() === before) port2.postMessage(null)
      else resolve(performance.timeOrigin + performance.now())
    }
    port2.postMessage(null)
  })
}
