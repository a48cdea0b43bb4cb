export * from './fake-capture.ts'
export * from './fake-connection.ts'
export * from './fake-pipe.ts'
export * from './fake-signalling.ts'
