import type { Setting, SettingForm, SettingValue } from '@visita/protocol'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakePage } from '../../platform/testing/fake-page.ts'
import { draftOf, nameOf, valueOf, type Draft } from './setting-words.ts'
import { bySection, SettingsModel } from './settings-model.ts'

let page: FakePage
beforeEach(() => {
  page = new FakePage().install()
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const aSetting = (key: string, form: SettingForm, value: SettingValue): Setting => ({
  key,
  variable: 'VISITA_SOMETHING',
  section: 'The clinic',
  about: 'What it does.',
  source: 'default',
  changeable: true,
  form,
  unit: null,
  shown: { secret: false, value },
})
const minutes = aSetting('idleMinutes', { type: 'number', min: 1, max: 60 }, 15)
const name = aSetting('clinicName', { type: 'text', max: 100 }, null)

async function aModel() {
  page.answers.set('GET /api/settings', { settings: [minutes, name] })
  const model = new SettingsModel()
  await model.load()
  return model
}
const refused = (error: string, detail: string) => Response.json({ error, detail }, { status: 400 })

describe('[B35] the settings', () => {
  it('are saved all together', async () => {
    const model = await aModel()
    const after = [{ ...minutes, shown: { secret: false, value: 20 } }, name]
    page.answers.set('PUT /api/settings', { settings: after })
    model.change(minutes, '20')
    await model.save()
    expect(model.state.get()).toMatchObject({ settings: after, drafts: new Map(), saved: true })
  })

  it('are not sent while one does not fit, which its field says', async () => {
    const model = await aModel()
    model.change(minutes, '61')
    model.change(name, 'Klinik am See')
    await model.save()
    expect(page.asked).toEqual(['GET /api/settings'])
    expect(model.state.get()).toMatchObject({ wrong: new Set(['idleMinutes']) })
    model.change(minutes, '60')
    expect(model.state.get()).toMatchObject({ wrong: new Set() })
  })

  it('say at the field what the server does not take, and keep what was typed', async () => {
    const model = await aModel()
    page.answers.set('PUT /api/settings', refused('bad_request', 'clinicName'))
    model.change(name, 'x')
    await model.save()
    expect(model.state.get()).toMatchObject({
      wrong: new Set(['clinicName']),
      drafts: new Map([['clinicName', 'x']]),
    })
  })

  it('pass on every other refusal, and keep what was typed', async () => {
    const model = await aModel()
    page.answers.set('PUT /api/settings', refused('conflict', 'clinicName'))
    model.change(name, 'x')
    await expect(model.save()).rejects.toMatchObject({ code: 'conflict' })
    expect(model.state.get()).toMatchObject({ drafts: new Map([['clinicName', 'x']]) })
  })

  it('that are set back to what holds are no change', async () => {
    const model = await aModel()
    model.change(minutes, '20')
    model.change(minutes, '15')
    await model.save()
    expect(page.asked).toEqual(['GET /api/settings'])
  })

  it('stand under their headings, in their order', () => {
    const other = { ...minutes, section: 'Keys' }
    expect(bySection([minutes, name, other])).toEqual([
      ['The clinic', [minutes, name]],
      ['Keys', [other]],
    ])
  })
})

describe('a field', () => {
  it.each<[SettingForm, Draft, SettingValue | undefined]>([
    [{ type: 'number', min: 1, max: 60 }, ' 15 ', 15],
    [{ type: 'number', min: 1, max: 60 }, '1.5', undefined],
    [{ type: 'number', min: 1, max: 60 }, '', undefined],
    [{ type: 'choice', options: ['open', 'off'] }, 'off', 'off'],
    [{ type: 'choice', options: ['open', 'off'] }, 'on', undefined],
    [{ type: 'switch' }, true, true],
    [{ type: 'text', max: 5 }, ' Klinik ', undefined],
    [{ type: 'text', max: 5 }, ' ', null],
    [{ type: 'list' }, 'a, b', ['a', 'b']],
    [{ type: 'list' }, '', []],
  ])('of %j that holds “%s” is sent as %j', (form, draft, value) => {
    expect(valueOf(aSetting('x', form, null), draft)?.value).toEqual(value)
  })

  it('shows what holds, and nothing of a secret', () => {
    const list = aSetting('x', { type: 'list' }, ['a', 'b'])
    const secret: Setting = { ...name, shown: { secret: true, isSet: true } }
    expect([draftOf(minutes), draftOf(name), draftOf(list), draftOf(secret)]).toEqual(['15', '', 'a, b', ''])
  })

  it('has the name of its setting in words', () => {
    expect(nameOf('staffIdleMinutes')).toBe('Staff idle minutes')
  })
})
