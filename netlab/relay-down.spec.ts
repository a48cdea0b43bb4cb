import { comeIn, expect, meetOnTheNetwork, selectedPair, test } from './lab.ts'

const SILENT = 'The relay of the practice does not answer from here'

test.describe(() => {
  // The other one tells both their addresses (STUN): without that, there is no direct way out of two homes.
  test.use({ networks: { patient: 'cone', doctor: 'cone', relays: 2, killed: 1 } })
  test('[A14] a direct call needs no relay: a dead one does not keep it from coming up', async ({ lab }) => {
    const milliseconds = await meetOnTheNetwork(lab)
    expect(await selectedPair(lab.patient.page)).toMatchObject({ relayProtocol: null })
    process.stdout.write(`a direct call beside a dead relay: first picture after ${milliseconds} ms\n`)
  })
})

test.describe(() => {
  test.use({ networks: { patient: 'cone', doctor: 'cone', killed: 1, relayOnly: true } })
  test('[A14] where calls go by a relay alone and it is dead, both are told so, and the call comes up when it is back', async ({
    lab,
  }) => {
    const { patient, doctor, relays } = lab
    await comeIn(lab)
    await patient.calls(doctor)
    await doctor.answers()
    const answered = performance.now()
    for (const { page } of [patient, doctor])
      await expect(page.getByRole('alert').filter({ hasText: SILENT })).toBeVisible({ timeout: 30_000 })
    process.stdout.write(
      `a dead relay that is the only way: both told after ${Math.round(performance.now() - answered)} ms\n`,
    )
    for (const relay of relays) await relay.restart()
    await Promise.all([patient.sees(doctor), doctor.sees(patient)])
    await Promise.all([patient.isConnected(), doctor.isConnected()])
  })
})
