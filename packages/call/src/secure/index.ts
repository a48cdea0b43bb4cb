export * from './safety-exchange.ts'
