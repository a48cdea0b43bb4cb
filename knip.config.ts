import type { KnipConfig } from 'knip'

export default {
  workspaces: {
    '.': {
      entry: ['tools/*.mjs', 'tools/{assess,checks}/main.ts'],
      project: ['*.ts', 'tools/**/*.{ts,mjs}'],
      // Nothing imports it: it brings the program `node`.
      ignoreDependencies: ['@visita/node-runtime'],
      // Of every Linux.
      ignoreBinaries: ['unshare'],
    },
    'apps/server': {
      entry: ['src/migrations/*.ts'],
      project: ['{src,test}/**/*.ts'],
      // Of every system that has pipes, and of a package that the tests of it need.
      ignoreBinaries: ['mkfifo', 'janus'],
    },
    'apps/web': {
      project: ['*.ts', 'src/**/*.{ts,tsx}'],
      // Named in a style sheet, which knip does not read, and in what compiled-texts.ts makes.
      ignoreDependencies: ['@fontsource/atkinson-hyperlegible-next', '@messageformat/runtime'],
    },
    'packages/*': { project: ['src/**/*.ts'] },
    e2e: { entry: ['readme-picture.ts', 'turned-clock.ts'], project: ['**/*.ts'] },
    netlab: {
      entry: ['main.ts'],
      project: ['**/*.ts'],
      // Of iproute2, for which it looks before anything runs.
      ignoreBinaries: ['ip'],
    },
    bench: {
      entry: ['main.ts', 'reference/server.ts'],
      project: ['**/*.ts'],
      // Speaks the sentences of one measure, which says where it is missing.
      ignoreBinaries: ['espeak-ng'],
    },
  },
} satisfies KnipConfig
