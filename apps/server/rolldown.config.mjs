import { defineConfig } from 'rolldown'

/* docs/adr/0003-server-bundle.md says why the server is bundled. */

/**
 * V8 keeps the text of a script, and in two bytes a character when one of them is not ASCII: that doubled 2 MB.
 * Outside strings, patterns and comments there are none.
 */
const asciiOnly = {
  name: 'ascii-only',
  renderChunk: (/** @type {string} */ code) => ({
    code: code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
    map: null,
  }),
}

export default defineConfig({
  // The server, and the commands of `npm run visita`, which share chunks.
  input: { main: 'src/main.ts', cli: 'src/cli/main.ts' },
  platform: 'node',
  // Parts of fastify that it loads on demand, and we never ask for; and a program of its own for each machine.
  external: [
    '@node-rs/argon2',
    'sharp',
    '@fastify/ajv-compiler',
    '@fastify/fast-json-stringify-compiler',
    'light-my-request',
  ],
  plugins: [asciiOnly],
  // Not minified, so that a stack trace names our functions without a source map, which would cost memory. Said
  // outright, because what rolldown does by itself comes after the plugins and writes the characters back.
  output: {
    dir: 'dist',
    format: 'esm',
    minify: false,
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
    // Not emptied: a server that runs still loads parts of its own build when they are first needed.
    cleanDir: false,
  },
})
