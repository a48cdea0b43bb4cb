import type { Browser } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { inspect, PHONE } from './inspect.ts'
import { aMember, anAdministrator } from './members.ts'
import type { Person, Setup } from './people.ts'
import { aRelay, type Relay, relaySettings } from './relay.ts'
import { TestServer } from './server.ts'
import { withoutDevices } from './withheld-devices.ts'

const PATIENT = 'Johanna Beispiel'
const OFFER = 'Check camera, microphone and connection'

const withRelay = test.extend<{ relay: Relay }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs from this pattern
  relay: async ({}, use) => {
    const relay = await aRelay()
    await use(relay)
    await relay[Symbol.asyncDispose]()
  },
  server: async ({ relay }, use) => {
    const server = await TestServer.start({ ...relaySettings([relay]), VISITA_LOBBY: 'off' })
    await use(server)
    await server.stop()
  },
})

async function aClinic(browser: Browser, server: TestServer, before?: Setup['before']) {
  const { desk: administrator } = await anAdministrator(browser, server)
  const { desk: doctor } = await aMember(browser, administrator, {
    name: 'Doctor Adaeze Okonkwo',
    roles: ['doctor'],
  })
  const { desk: patient } = await aMember(browser, administrator, {
    name: PATIENT,
    roles: ['patient'],
    setup: { context: { viewport: PHONE }, ...(before ? { before } : {}) },
  })
  await patient.readsTitle('Ask for a visit')
  return { doctor, patient }
}

async function asks({ page }: Person): Promise<void> {
  await page.getByRole('radio', { name: 'Something new' }).check()
  await page.getByRole('button', { name: 'Ask for a visit', exact: true }).click()
}

const inTheQueue = ({ page }: Person) =>
  page.getByRole('list', { name: 'Waiting' }).getByRole('listitem').filter({ hasText: PATIENT })

withRelay(
  '[X9] who has camera, microphone, loudspeaker and line in order sees it, and so does the doctor',
  async ({ browser, server }) => {
    withRelay.setTimeout(240_000)
    const { doctor, patient } = await aClinic(browser, server)
    await patient.press(OFFER)
    await patient.press('Turn on camera and microphone')
    for (const tick of ['The camera works', 'The microphone works', 'The connection is good']) {
      await patient.reads(tick)
    }
    await patient.press('Play a test sound')
    await patient.press('No')
    await patient.reads('Turn up the volume of this device')
    await patient.press('Play a test sound')
    await patient.press('Yes, I heard them')
    await patient.reads('The loudspeaker works')
    await patient.page.getByText('All that was looked at').click()
    await patient.reads('The practice’s relay answers on the fast way')
    await patient.reads(/At least [\d.]+ Mbit\/s out/)
    await inspect(patient, 'the check')

    await asks(patient)
    await patient.readsTitle('You are in the queue')
    await expect(inTheQueue(doctor)).toContainText('Checked: camera, microphone and line are good')
    await inspect(doctor, 'a queue with a check')
    // The looks leave nothing behind.
    const open = await patient.page.evaluate(
      () => pageWatch.connections.filter(({ connectionState }) => connectionState !== 'closed').length,
    )
    expect(open).toBe(0)
  },
)

test.describe(() => {
  // Nobody listens there; TCP is refused, UDP is not answered.
  test.use({
    serverEnv: {
      ...relaySettings([{ url: 'turn:127.0.0.1:9' }, { url: 'turns:127.0.0.1:9?transport=tcp' }]),
      VISITA_LOBBY: 'off',
    },
  })

  test('[X9, B6] a camera that is refused, a missing microphone and a dead relay are said with what to do, and keep nobody from asking', async ({
    browser,
    server,
  }) => {
    const refused = withoutDevices('NotAllowedError', ['video', 'audio'])
    const { doctor, patient } = await aClinic(browser, server, refused.before)
    await patient.press(OFFER)
    await patient.press('Turn on camera and microphone')
    await patient.reads('You have not allowed the camera.')
    await patient.reads('Calls do not get through yet')
    await patient.reads('The relay of the practice does not answer from here.')
    await asks(patient)
    await patient.readsTitle('You are in the queue')
    await expect(inTheQueue(doctor)).toContainText('calls do not get through')
  })
})
