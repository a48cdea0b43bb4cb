export * from './emitter.ts'
export * from './pipe.ts'
export * from './scope.ts'
export * from './store.ts'
