/** Asks the person where to save; `null` when they changed their mind. */
export type ChooseTarget = (name: string) => Promise<FileSystemWritableFileStream | null>

/* Not in TypeScript's library, because Chromium alone has it. */
interface SavePickerWindow {
  showSaveFilePicker(options: { suggestedName: string }): Promise<FileSystemFileHandle>
}

function hasSavePicker(page: object): page is SavePickerWindow {
  return 'showSaveFilePicker' in page
}

/** `null` where the browser cannot stream to a file of the person's choice. */
export function savePicker(page: object): ChooseTarget | null {
  if (!hasSavePicker(page)) return null
  return async (suggestedName) => {
    try {
      const handle = await page.showSaveFilePicker({ suggestedName })
      return await handle.createWritable()
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return null
      throw error
    }
  }
}
