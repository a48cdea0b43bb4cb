import { defineConfig } from 'vitest/config'
import { compiledTexts } from './apps/web/compiled-texts.ts'

const project = (name: string, include: string[]) => ({
  extends: true as const,
  test: { name, include, environment: 'node' },
})

export default defineConfig({
  test: {
    // For a test that hangs; a busy machine takes many times what a quiet one does.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    allowOnly: false,
    restoreMocks: true,
    projects: [
      project('packages', ['packages/*/src/**/*.test.ts']),
      project('server', ['apps/server/{src,test}/**/*.test.ts']),
      { ...project('web', ['apps/web/src/**/*.test.{ts,tsx}']), plugins: [compiledTexts()] },
      project('tools', ['{tools,bench}/**/*.test.ts']),
    ],
  },
})
