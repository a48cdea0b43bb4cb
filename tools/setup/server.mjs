/**
 * How the server is run, after the Node of the product. Its sockets make much that lives briefly: with V8's own
 * choices, a young generation of 16 MB and more and an old one that may double before it is collected, a
 * thousand of them took three times the memory.
 */
export const SERVER_COMMAND = ['--max-semi-space-size=2', '--optimize-for-size', 'apps/server/dist/main.mjs']

/** glibc keeps free memory for each thread; with two such stores instead of sixteen an idle server has 2 MB less. */
export const SERVER_ENV = { MALLOC_ARENA_MAX: '2' }
