/* `npm run netlab`: calls through networks of all kinds, made on this machine; `-- PART OF A NAME` runs some. */
import { command } from './setup/halt.mjs'
import { install } from './setup/install.mjs'
import { findNode } from './setup/node.mjs'
import { run } from './setup/run.mjs'

await command(async () => {
  await install()
  return run(findNode(), ['netlab/main.ts', ...process.argv.slice(2)])
})
