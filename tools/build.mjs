/* `npm run build`: the web app into apps/web/dist, the server into apps/server/dist. */
import { build } from './setup/build.mjs'
import { command } from './setup/halt.mjs'
import { install } from './setup/install.mjs'
import { findNode } from './setup/node.mjs'

await command(async () => {
  await install()
  await build(findNode())
  return 0
})
