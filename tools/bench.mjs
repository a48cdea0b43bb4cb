/* `npm run bench`: measures the built product against the reference pages; `-- --json` prints one array. */
import { command } from './setup/halt.mjs'
import { install } from './setup/install.mjs'
import { findNode } from './setup/node.mjs'
import { run } from './setup/run.mjs'
import { build } from './setup/build.mjs'

await command(async () => {
  await install()
  const node = findNode()
  await build(node)
  return run(node, ['bench/main.ts', ...process.argv.slice(2)])
})
