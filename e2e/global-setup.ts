import { buildWeb } from '../tools/setup/web-build.mjs'

/** What is tested is what is in the sources, however the tests were started. */
export default () => buildWeb(process.execPath)
