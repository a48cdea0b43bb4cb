/* `npm test`: installs what is missing, then runs tools/checks on the Node of the product. */
import { command } from './setup/halt.mjs'
import { install } from './setup/install.mjs'
import { findNode } from './setup/node.mjs'
import { run } from './setup/run.mjs'

await command(async () => {
  await install()
  return run(findNode(), ['tools/checks/main.ts', ...process.argv.slice(2)])
})
