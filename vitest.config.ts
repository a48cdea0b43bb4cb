import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { compiledTexts } from './apps/web/compiled-texts.ts'

const project = (name: string, include: string[], more: { isolate?: boolean } = {}) => ({
  extends: true as const,
  test: { name, include, environment: 'node', ...more },
})

export default defineConfig({
  test: {
    // For a test that hangs; a busy machine takes many times what a quiet one does.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Left to itself, Vitest keeps a processor free, which is half of a machine of two.
    maxWorkers: availableParallelism(),
    allowOnly: false,
    restoreMocks: true,
    projects: [
      // They leave nothing behind, and to load every module anew for each file took two thirds of their time.
      project('packages', ['packages/*/src/**/*.test.ts'], { isolate: false }),
      project('server', ['apps/server/{src,test}/**/*.test.ts']),
      { ...project('web', ['apps/web/src/**/*.test.{ts,tsx}']), plugins: [compiledTexts()] },
      project('tools', ['{tools,bench}/**/*.test.ts']),
    ],
  },
})
