import type { Page } from '@playwright/test'

/**
 * Notes whatever must never happen in a page: a dialog that a script opened, an error, and every violation of
 * its content security policy, through every reload. Call it before the page is opened.
 */
export async function watchForHarm(page: Page): Promise<readonly string[]> {
  const harm: string[] = []
  page.on('dialog', (dialog) => {
    harm.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('pageerror', (error) => void harm.push(`error: ${error.message}`))
  await page.exposeFunction('noteViolation', (what: string) => void harm.push(`violation: ${what}`))
  await page.addInitScript(reportViolations)
  return harm
}

declare global {
  function noteViolation(what: string): Promise<void>
}

function reportViolations(): void {
  document.addEventListener('securitypolicyviolation', (event) => {
    const { effectiveDirective, blockedURI, sourceFile, sample } = event
    void noteViolation(`${effectiveDirective} stopped ${blockedURI} in ${sourceFile}: ${sample}`)
  })
}
