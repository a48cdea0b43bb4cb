import { describe, expect, it } from 'vitest'
import { Refused, type RefusalCode } from '../../platform/refused.ts'
import { ReadingModel } from './reading-model.ts'

/** A model whose readings are answered one after another. */
function aModel(...answers: (string | { refused: RefusalCode })[]) {
  return new ReadingModel(async () => {
    const answer = answers.shift()
    if (typeof answer !== 'string') throw new Refused(answer?.refused ?? 'internal')
    return answer
  })
}

describe('[B27] something of a record', () => {
  it('is loading, then read', async () => {
    const model = aModel('the record')
    expect(model.state.get()).toEqual({ status: 'loading' })
    await model.load()
    expect(model.state.get()).toEqual({ status: 'read', value: 'the record' })
  })

  it('says why it was refused, and can be read again', async () => {
    const model = aModel({ refused: 'not_found' }, 'the record')
    await model.load()
    expect(model.state.get()).toEqual({ status: 'failed', code: 'not_found' })
    await model.load()
    expect(model.state.get()).toMatchObject({ status: 'read' })
  })

  it('stays while the line is away', async () => {
    const model = aModel('the record', { refused: 'offline' })
    await model.load()
    await model.load()
    expect(model.state.get()).toMatchObject({ status: 'read' })
  })

  it('goes from the page when it may not be read any more', async () => {
    const model = aModel('the record', { refused: 'not_found' })
    await model.load()
    await model.load()
    expect(model.state.get()).toEqual({ status: 'failed', code: 'not_found' })
  })

  it('[X7] stays closed when an answer comes late', async () => {
    const model = aModel('the record')
    const loading = model.load()
    model.close()
    await loading
    expect(model.state.get()).toEqual({ status: 'closed' })
  })
})
