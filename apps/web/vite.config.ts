import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { excalidrawAssets } from './excalidraw-assets.ts'

export default defineConfig({
  plugins: [react(), excalidrawAssets()],
  build: {
    target: 'es2022',
    // The page's own requests are few and fast; inlined files would only make the script larger.
    assetsInlineLimit: 0,
  },
})
