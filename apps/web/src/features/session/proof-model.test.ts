import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Refused } from '../../platform/refused.ts'
import { FakePage } from '../../platform/testing/fake-page.ts'
import { aReply, aStaffMember } from '../../platform/testing/sessions.ts'
import { ProofModel } from './proof-model.ts'

const PROOF = 'POST /api/session/proof'

let page: FakePage
beforeEach(() => {
  page = new FakePage().install()
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const accept = (): void => void page.answers.set(PROOF, aReply(aStaffMember(['administrator'])))
const refuse = (error: string): void =>
  void page.answers.set(PROOF, Response.json({ error }, { status: 401 }))

describe('[C22] showing once more who one is', () => {
  it('answers everybody who asked meanwhile, and is over', async () => {
    const proof = new ProofModel()
    const asked = [proof.ask(), proof.ask()]
    accept()
    await proof.give('a good password', '123456')
    expect(await Promise.all(asked)).toEqual([true, true])
    expect(proof.state.get()).toEqual({ status: 'none' })
  })

  it('stays open when it was not right, and says so', async () => {
    const proof = new ProofModel()
    const asked = proof.ask()
    refuse('wrong_credentials')
    await proof.give('mistyped', '')
    expect(proof.state.get()).toMatchObject({ status: 'asked', refused: 'wrong_credentials', sending: false })
    accept()
    await proof.give('a good password', '')
    expect(await asked).toBe(true)
  })

  it('asks for a code where the account has a second factor, and does not call that a fault', async () => {
    const proof = new ProofModel()
    void proof.ask()
    refuse('second_factor_needed')
    await proof.give('a good password', '')
    expect(proof.state.get()).toMatchObject({ code: true, refused: null })
    await proof.give('a good password', '')
    expect(proof.state.get()).toMatchObject({ code: true, refused: 'second_factor_needed' })
  })

  it('can be put off, and be asked for again', async () => {
    const proof = new ProofModel()
    const asked = proof.ask()
    proof.dismiss()
    expect(await asked).toBe(false)
    void proof.ask()
    expect(proof.state.get()).toMatchObject({ status: 'asked', code: false })
  })

  it('can be given by a passkey, and stays open where that was not given', async () => {
    const proof = new ProofModel()
    const asked = proof.ask()
    await expect(proof.giveBy(() => Promise.reject(new Refused('passkey_not_given')))).rejects.toMatchObject({
      code: 'passkey_not_given',
    })
    expect(proof.state.get().status).toBe('asked')
    await proof.giveBy(() => Promise.resolve())
    expect(await asked).toBe(true)
    expect(proof.state.get()).toEqual({ status: 'none' })
  })

  it('is sent once, however often the button is pressed', async () => {
    const proof = new ProofModel()
    void proof.ask()
    accept()
    await Promise.all([proof.give('a good password', ''), proof.give('a good password', '')])
    expect(page.asked).toEqual([PROOF])
  })
})
