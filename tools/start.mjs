/* `npm start`: from a fresh clone to a running server. Plain JavaScript without dependencies, because nothing
   is installed yet and the machine's Node may be too old for the rest. */
import { command } from './setup/halt.mjs'
import { install } from './setup/install.mjs'
import { findNode } from './setup/node.mjs'
import { run } from './setup/run.mjs'
import { SERVER_COMMAND } from './setup/server.mjs'
import { buildWeb } from './setup/web-build.mjs'

await command(async () => {
  await install()
  const node = findNode()
  await buildWeb(node)
  return run(node, [...SERVER_COMMAND, ...process.argv.slice(2)])
})
