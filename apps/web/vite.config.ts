import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compiledTexts } from './compiled-texts.ts'
import { excalidrawAssets } from './excalidraw-assets.ts'

const ROOM =
  /packages.call.src.(?!testing|quality.details|voice.microphone|files|board)|features.visit.(?!DevicesPanel|LinePanel|InvitePanel|InvitationNotices|PeopleHere|visit-work|work-record|board-images)|node_modules.uuid/

/** Files and board, which come when the first picture is there. */
const WORK =
  /packages.call.src.(files|board)|features.visit.(visit-work|work-record|board-images)|files-model|choose-target|board-model|prepare-image|platform.upload|protocol.src.channel.(board|files)/

export default defineConfig({
  plugins: [react(), compiledTexts(), excalidrawAssets()],
  // The server puts another nonce in its place in every answer; platform/web-files.ts says the same.
  html: { cspNonce: '__NONCE__' },
  build: {
    target: 'es2022',
    // The page's own requests are few and fast; inlined files would only make the script larger.
    assetsInlineLimit: 0,
    // Every browser that has what a call needs knows `modulepreload`.
    modulePreload: { polyfill: false },
    // Only the board has parts as large as this, and they are fetched when they are needed.
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: {
      output: {
        // What the first page needs is one file, and what the room needs with its panels another: in several
        // they weigh 5 kB more. What only the board or only the files need stays out of both.
        codeSplitting: {
          groups: [
            { name: 'first', tags: ['$initial'] },
            { name: 'room', test: ROOM },
            { name: 'work', test: WORK },
          ],
        },
      },
    },
  },
})
