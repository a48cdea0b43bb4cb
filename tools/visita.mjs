/* `npm run visita -- COMMAND`: what is done to a clinic from the terminal, such as backups; `--help` lists it. */
import { buildServer } from './setup/build.mjs'
import { command } from './setup/halt.mjs'
import { install } from './setup/install.mjs'
import { findNode } from './setup/node.mjs'
import { run } from './setup/run.mjs'

await command(async () => {
  await install()
  const node = findNode()
  await buildServer(node)
  return run(node, ['apps/server/dist/cli.mjs', ...process.argv.slice(2)])
})
