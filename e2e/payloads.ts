/* What runs as a script where text is taken for markup, an address, a template or a text's key. */

/** Each is a display name too: ten to 64 characters. */
export const PAYLOADS = [
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(2)>',
  '</script><script>alert(3)</script>',
  'javascript:alert(4)//\'"`',
  '<a href="javascript:alert(5)">click here</a>',
  '<iframe srcdoc="<script>alert(6)</script>">',
  "{{constructor.constructor('alert(7)')()}}",
  '$t(app.title) {{name}} ${alert(8)}',
  '<style>@import "//evil.example/9"</style>',
  '<math><mtext><option><FAKEFAKE><img src onerror=alert(10)>',
  '&lt;script&gt;alert(11)&lt;/script&gt;',
  '<meta http-equiv=refresh content=0;url=//evil.example>',
] as const

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(20)"><script>alert(21)</script></svg>'
const HTML = '<!doctype html><title>owned</title><script>alert(22)</script>'
const PNG = '89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489'

interface HostileFile {
  name: string
  mimeType: string
  buffer: Buffer
}

/** Files that are one thing to a person and another to a browser that guesses. */
export const HOSTILE_FILES: HostileFile[] = [
  { name: 'lesion.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(SVG) },
  { name: 'lesion.png', mimeType: 'image/png', buffer: Buffer.from(SVG) },
  { name: 'letter.html', mimeType: 'text/html', buffer: Buffer.from(HTML) },
  { name: 'letter.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(`\u00ff\u00d8\u00ff${HTML}`, 'latin1') },
  { name: 'report.pdf', mimeType: 'application/pdf', buffer: Buffer.from(`%PDF-1.7\n${HTML}`) },
  {
    name: 'scan.png',
    mimeType: 'image/png',
    buffer: Buffer.concat([Buffer.from(PNG, 'hex'), Buffer.from(HTML)]),
  },
  { name: 'notes.js', mimeType: 'text/javascript', buffer: Buffer.from('alert(23)') },
  { name: 'page.xhtml', mimeType: 'application/xhtml+xml', buffer: Buffer.from(SVG) },
  { name: '<img src=x onerror=alert(24)>.txt', mimeType: 'text/plain', buffer: Buffer.from(HTML) },
]
