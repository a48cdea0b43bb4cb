import { build } from '../tools/setup/build.mjs'
import { buildWorld } from './world.ts'

export default async (): Promise<void> => {
  await build(process.execPath)
  buildWorld()
}
