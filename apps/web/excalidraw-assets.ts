import { createReadStream } from 'node:fs'
import { cp } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, normalize, resolve } from 'node:path'
import type { Plugin } from 'vite'

/** Where the page finds Excalidraw's fonts; features/board/asset-path.ts says the same to Excalidraw. */
const PUBLIC_PATH = '/excalidraw/'

const library = dirname(createRequire(import.meta.url).resolve('@excalidraw/excalidraw'))
const fonts = join(library, 'fonts')

/** The host that Excalidraw names, in a template, as the last resort for each font. */
const PUBLIC_HOST = 'https://esm.sh/'

/**
 * Serves Excalidraw's fonts under our own origin: without them it fetches each from a public host, which
 * tells that host who is in a visit. That host is taken out too: a browser holds every address of a font
 * against the page's policy, and 230 violations would hide one that matters. 14 MB, mostly Chinese and
 * Japanese in small files, each loaded when a note needs it.
 */
export function excalidrawAssets(): Plugin {
  let outDir = 'dist'
  let replaced = false
  return {
    name: 'excalidraw-assets',
    // Excalidraw takes React 18 and 19, and npm installs it one of its own; a page can have only one.
    config: () => ({ resolve: { dedupe: ['react', 'react-dom'] } }),
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir)
    },
    transform(code, id) {
      if (!id.startsWith(library) || !code.includes(PUBLIC_HOST)) return null
      replaced = true
      return { code: code.replaceAll(PUBLIC_HOST, `\${location.origin}${PUBLIC_PATH}`), map: null }
    },
    buildEnd(error) {
      if (!replaced && error === undefined)
        this.error(`Excalidraw no longer names ${PUBLIC_HOST}: see where its fonts come from.`)
    },
    configureServer(server) {
      server.middlewares.use(`${PUBLIC_PATH}fonts`, (request, response, next) => {
        const file = join(fonts, normalize(`/${decodeURIComponent(request.url?.split('?')[0] ?? '')}`))
        const stream = createReadStream(file)
        stream.once('error', () => next())
        stream.once('open', () => {
          response.setHeader('Content-Type', 'font/woff2')
          stream.pipe(response)
        })
      })
    },
    async writeBundle() {
      await cp(fonts, join(outDir, PUBLIC_PATH, 'fonts'), { recursive: true })
    },
  }
}
