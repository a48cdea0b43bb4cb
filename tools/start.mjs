/* `npm start`: from a fresh clone to a running server. Plain JavaScript without dependencies, because nothing
   is installed yet and the machine's Node may be too old for the rest. */
import { build } from './setup/build.mjs'
import { command } from './setup/halt.mjs'
import { install } from './setup/install.mjs'
import { findNode } from './setup/node.mjs'
import { run } from './setup/run.mjs'
import { SERVER_COMMAND, SERVER_ENV } from './setup/server.mjs'

await command(async () => {
  await install()
  const node = findNode()
  await build(node)
  return run(node, [...SERVER_COMMAND, ...process.argv.slice(2)], {
    env: { ...process.env, ...SERVER_ENV },
  })
})
