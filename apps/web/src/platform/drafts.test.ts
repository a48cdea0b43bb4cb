import { expect, it } from 'vitest'
import { Drafts } from './drafts.ts'

it('keeps what was typed under its name, until it is sent or somebody else signs in', () => {
  const drafts = new Drafts()
  expect(drafts.read('invite.name')).toBe('')
  drafts.write('invite.name', 'Johanna Beispiel')
  drafts.write('search', 'Beispiel')
  expect([drafts.read('invite.name'), drafts.read('search')]).toEqual(['Johanna Beispiel', 'Beispiel'])
  drafts.write('search', '')
  expect(drafts.read('search')).toBe('')
  drafts.forget()
  expect(drafts.read('invite.name')).toBe('')
})
