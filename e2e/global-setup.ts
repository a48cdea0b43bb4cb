import { build } from '../tools/setup/build.mjs'

/** What is tested is what is in the sources, however the tests were started. */
export default () => build(process.execPath)
