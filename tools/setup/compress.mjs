import { readdir, readFile, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const COMPRESSIBLE = new Set(['.html', '.js', '.css', '.json', '.svg', '.wasm', '.webmanifest', '.txt'])
/** Below this the headers weigh as much as what is saved. */
const MIN_BYTES = 1024

/**
 * Writes `x.br` and `x.gz` beside every compressible `x`, for the server to send as they are.
 * @param {string} directory
 */
export async function compressAll(directory) {
  const paths = await readdir(directory, { recursive: true })
  const files = paths.filter((path) => COMPRESSIBLE.has(extname(path)))
  await Promise.all(files.map((file) => compress(join(directory, file))))
}

/** @param {string} file */
async function compress(file) {
  const content = await readFile(file)
  if (content.length < MIN_BYTES) return
  const sizeHint = { [constants.BROTLI_PARAM_SIZE_HINT]: content.length }
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(content, { params: sizeHint }),
    promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }),
  ])
  await Promise.all([writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gz)])
}
