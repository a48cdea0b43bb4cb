export * from './fake-pipe.ts'
