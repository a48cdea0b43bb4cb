/* `npm run assess`: what the product is made of, held against its rules; docs/OPERATIONS.md says when to run it. */
import { command } from './setup/halt.mjs'
import { install } from './setup/install.mjs'
import { findNode } from './setup/node.mjs'
import { run } from './setup/run.mjs'

await command(async () => {
  await install()
  return run(findNode(), ['tools/assess/main.ts', ...process.argv.slice(2)])
})
