declare global {
  interface Window {
    EXCALIDRAW_ASSET_PATH?: string
  }
}

/** Brings the board with its drawing library. */
export async function loadBoard() {
  // Fonts come from us, not from a public host: excalidraw-assets.ts puts them there. Set before the library
  // comes, because it makes the fonts' addresses as soon as its script runs.
  window.EXCALIDRAW_ASSET_PATH = '/excalidraw/'
  return (await import('./Board.tsx')).default
}
