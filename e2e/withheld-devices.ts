import type { Setup } from './people.ts'

declare global {
  var withheld: { kinds: string[] }
}

/** A page whose camera or microphone cannot be had, with the error that says why. */
export const withoutDevices = (error: string, kinds: ('video' | 'audio')[]): Setup => ({
  before: async (page) => {
    await page.addInitScript(withhold, { error, kinds })
  },
})

/* Runs in the page: uses nothing outside itself. */
function withhold({ error, kinds }: { error: string; kinds: string[] }): void {
  if (!('mediaDevices' in navigator)) return
  globalThis.withheld = { kinds }
  const getUserMedia = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    const asked = Object.entries(constraints ?? {}).flatMap(([kind, wanted]) => (wanted ? [kind] : []))
    if (asked.some((kind) => withheld.kinds.includes(kind))) throw new DOMException('', error)
    return getUserMedia(constraints)
  }
}
