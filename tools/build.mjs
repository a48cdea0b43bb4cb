/* `npm run build`: the web app alone, into apps/web/dist. */
import { command } from './setup/halt.mjs'
import { install } from './setup/install.mjs'
import { findNode } from './setup/node.mjs'
import { buildWeb } from './setup/web-build.mjs'

await command(async () => {
  await install()
  await buildWeb(findNode())
  return 0
})
