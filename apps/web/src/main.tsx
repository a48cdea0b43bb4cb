import { Devices, LocalMedia } from '@visita/call'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './features/app/App.tsx'
import { AppModel } from './features/app/app-model.ts'
import { SafetyNet } from './features/app/SafetyNet.tsx'
import { takeLink } from './platform/link.ts'
import { mayUseMedia } from './platform/media-permission.ts'
import { quietPreference } from './platform/quiet-preference.ts'
import { newSocket, ServerSocket } from './platform/socket.ts'
import './ui/tokens.css'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

// Few want it, and nobody before the microphone is on: it is fetched when it is wanted.
const media = new LocalMedia(navigator.mediaDevices, async (raw) =>
  (await import('./features/media/reduce-noise.ts')).reduceNoise(raw),
)
media.setQuiet(quietPreference.read())

const model = new AppModel({
  media,
  devices: new Devices(navigator.mediaDevices),
  socket: new ServerSocket(newSocket()),
  mayUseMedia,
  takeLink: () => takeLink(window),
  now: Date.now,
  page: window,
})
void model.start()
createRoot(root).render(
  <StrictMode>
    <SafetyNet>
      <App model={model} />
    </SafetyNet>
  </StrictMode>,
)
