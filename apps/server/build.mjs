/* Bundles the server. Rolldown's own command would print every part of it to whoever starts Visita. */
import { build } from 'rolldown'
import config from './rolldown.config.mjs'

await build(config)
