import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { excalidrawAssets } from './excalidraw-assets.ts'

export default defineConfig({
  plugins: [react(), excalidrawAssets()],
  build: {
    target: 'es2022',
    // The page's own requests are few and fast; inlined files would only make the script larger.
    assetsInlineLimit: 0,
    // Every browser that has what a call needs knows `modulepreload`.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What the first page needs is one file: in several it weighs 4 kB more, and nothing else shares them.
        codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] },
      },
    },
  },
})
