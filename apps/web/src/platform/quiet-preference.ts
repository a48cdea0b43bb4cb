const KEY = 'visita.quiet'

/**
 * Whether this device takes the noise out of the microphone's sound: about the room it stands in, not about a
 * person. Where the browser keeps nothing it is chosen anew each time.
 */
export const quietPreference = {
  read(): boolean {
    try {
      return localStorage.getItem(KEY) === 'on'
    } catch {
      return false
    }
  },
  write(wanted: boolean): void {
    try {
      if (wanted) localStorage.setItem(KEY, 'on')
      else localStorage.removeItem(KEY)
    } catch {
      // It holds for this page.
    }
  },
}
