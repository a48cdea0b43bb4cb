import { serveFrames } from '@visita/call/frame-worker'

serveFrames(self)
