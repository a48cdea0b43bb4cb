import queue from '../../locales/en/queue.json'
import { addTexts } from '../../platform/i18n.ts'

export { Queue } from './Queue.tsx'

addTexts('queue', queue)
