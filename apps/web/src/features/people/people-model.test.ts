import { linkTokenSchema } from '@visita/protocol'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakePage } from '../../platform/testing/fake-page.ts'
import { aPerson } from '../../platform/testing/samples.ts'
import { matching, PeopleModel, type AccountHolder } from './people-model.ts'

let page: FakePage
beforeEach(() => {
  page = new FakePage().install()
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const anAccount = (number: number, displayName: string): AccountHolder => ({
  id: aPerson(number).id,
  displayName,
  login: `person${number}@example.org`,
  roles: ['doctor'],
  secondFactor: true,
  status: 'active',
  createdAt: 0,
})
const adaeze = anAccount(1, 'Doctor Adaeze Okonkwo')
const joao = anAccount(2, 'João da Conceição')

async function aList() {
  page.answers.set('GET /api/people', { people: [joao, adaeze] })
  const model = new PeopleModel()
  await model.load()
  return model
}

describe('[B34] the list of accounts', () => {
  it('is in order of names', async () => {
    const model = await aList()
    expect(model.state.get()).toEqual({ status: 'listed', people: [adaeze, joao] })
  })

  it('is read again after a change', async () => {
    const model = await aList()
    page.answers.set(`PATCH /api/people/${joao.id}`, new Response(null, { status: 204 }))
    const disabled: AccountHolder = { ...joao, status: 'disabled' }
    page.answers.set('GET /api/people', { people: [adaeze, disabled] })
    await model.setStatus(joao.id, 'disabled')
    expect(model.state.get()).toEqual({ status: 'listed', people: [adaeze, disabled] })
  })

  it('stays as it is when a change was refused', async () => {
    const model = await aList()
    page.answers.set(`PATCH /api/people/${joao.id}`, Response.json({ error: 'forbidden' }, { status: 403 }))
    await expect(model.setRoles(joao.id, ['patient'])).rejects.toMatchObject({ code: 'forbidden' })
    expect(model.state.get()).toMatchObject({ status: 'listed' })
  })

  it('[C31] loses who was erased, and says what became of the key in the backups', async () => {
    const model = await aList()
    page.answers.set(`DELETE /api/people/${joao.id}`, { backups: 'renewed' })
    page.answers.set('GET /api/people', { people: [adaeze] })
    await model.erase(joao)
    expect(model.state.get()).toEqual({ status: 'listed', people: [adaeze] })
    expect(model.erased.get()).toEqual({ displayName: joao.displayName, backups: 'renewed' })
  })

  it('[C31] keeps whom the server does not erase', async () => {
    const model = await aList()
    const refusal = Response.json({ error: 'conflict', detail: 'last_administrator' }, { status: 409 })
    page.answers.set(`DELETE /api/people/${joao.id}`, refusal)
    await expect(model.erase(joao)).rejects.toMatchObject({ code: 'conflict' })
    expect(model.erased.get()).toBeNull()
  })

  it('gives a link for another password', async () => {
    const model = await aList()
    const link = { token: linkTokenSchema.parse('t'.repeat(43)), expiresAt: 5 }
    page.answers.set(`POST /api/people/${joao.id}/reset`, link)
    expect(await model.offerReset(joao.id)).toEqual(link)
  })
})

describe('searching the list', () => {
  it.each([
    ['', [adaeze, joao]],
    ['  ', [adaeze, joao]],
    ['okonkwo', [adaeze]],
    ['Joao conceicao', [joao]],
    ['CONCEIÇÃO João', [joao]],
    ['person1@', [adaeze]],
    ['nobody', []],
  ])('for “%s” finds by name and e-mail, whatever the order, capitals and accents', (search, found) => {
    expect(matching([adaeze, joao], search)).toEqual(found)
  })
})
