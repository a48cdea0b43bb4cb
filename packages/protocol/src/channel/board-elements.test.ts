import { describe, expect, it } from 'vitest'
import { boardElementSchema } from './board-elements.ts'

const NOTE = {
  id: 'note-1',
  type: 'text',
  text: 'Grows since May',
  originalText: 'Grows since May',
  x: 0,
  y: 0,
  width: 100,
  height: 30,
  angle: 0,
  strokeColor: '#1e1e1e',
  backgroundColor: 'transparent',
  fillStyle: 'solid',
  strokeWidth: 2,
  strokeStyle: 'solid',
  roughness: 1,
  opacity: 100,
  seed: 1,
  version: 1,
  versionNonce: 1,
  index: 'a5',
  isDeleted: false,
  updated: 1,
  locked: false,
  roundness: null,
  groupIds: [],
  frameId: null,
  link: null,
  boundElements: null,
  fontSize: 20,
  fontFamily: 6,
  textAlign: 'left',
  verticalAlign: 'top',
  lineHeight: 1.25,
  autoResize: true,
  containerId: null,
}
const IMAGE = {
  ...NOTE,
  type: 'image',
  fileId: '0b0c1c6e-8d5e-4c3a-9d1e-0f6a5b4c3d2e',
  status: 'saved',
  scale: [1, 1],
  crop: null,
}

describe('[C14] an element of the board', () => {
  it('is taken as our toolbar makes it', () => {
    expect(boardElementSchema.parse(NOTE)).toEqual(NOTE)
    expect(boardElementSchema.safeParse(IMAGE).success).toBe(true)
  })

  it.each<[string, object]>([
    ['a link that runs', { link: 'javascript:alert(1)' }],
    ['a link at all', { link: 'https://example.org' }],
    ['a colour that fetches', { strokeColor: 'url(https://evil.example)' }],
    ['a colour that is markup', { backgroundColor: '"><script>' }],
    ['an id that is markup', { id: '"><img src=x onerror=alert(1)>' }],
    ['an id that is a prototype’s key', { id: '__proto__'.repeat(5) }],
    ['a frame around it', { frameId: 'frame-1' }],
    ['a picture that is an address', { ...IMAGE, fileId: 'javascript:alert(1)' }],
    ['a picture that is data', { ...IMAGE, fileId: 'data:image/svg+xml,<svg onload="alert(1)">' }],
    ['a page in it', { type: 'iframe', link: null }],
    ['a page of another site in it', { type: 'embeddable', link: 'https://evil.example' }],
    ['a type that does not exist', { type: '__proto__' }],
  ])('is refused with %s', (_what, change) => {
    expect(boardElementSchema.safeParse({ ...NOTE, ...change }).success).toBe(false)
  })

  it('loses what the protocol does not name', () => {
    const custom = { customData: { html: '<script>' }, src: 'https://evil.example' }
    const poisoned: unknown = JSON.parse(
      JSON.stringify({ ...NOTE, ...custom }).replace('{', '{"__proto__":{"x":1},'),
    )
    expect(boardElementSchema.parse(poisoned)).toEqual(NOTE)
    expect({}).not.toHaveProperty('x')
  })
})
