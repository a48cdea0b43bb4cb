/**
 * How the server is run, after the Node of the product. A young generation of 2 MB: its sockets make much that
 * lives briefly, and with V8's own choice of 16 MB and more a thousand of them took three times the memory.
 */
export const SERVER_COMMAND = ['--max-semi-space-size=2', 'apps/server/src/main.ts']
