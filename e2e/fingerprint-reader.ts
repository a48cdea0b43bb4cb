import type { Page } from '@playwright/test'

/** The fingerprint reader of this person's device: Chromium's own, whose owner touches it at once. */
export async function aReader(page: Page): Promise<{ refuses: (refuses: boolean) => Promise<void> }> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return {
    refuses: async (refuses) => {
      await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: !refuses })
    },
  }
}
