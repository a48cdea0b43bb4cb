import { textOf } from '../../platform/failures.ts'
import { useTexts } from '../../platform/i18n.ts'
import { Notice, useReadable } from '../../ui/index.ts'
import { Prepare } from '../identify/Prepare.tsx'
import { Lobby } from '../lobby/Lobby.tsx'
import { RingDialog } from '../lobby/RingDialog.tsx'
import { Welcome } from '../welcome/Welcome.tsx'
import type { AppModel, Stage } from './app-model.ts'
import styles from './App.module.css'
import { Blocked, Elsewhere, Loading, Unreachable } from './Interludes.tsx'
import { SlipNotice } from './SafetyNet.tsx'
import { AtTheDoor, Ended, Expected, Home, Joining, OpenRecords, SecondFactor } from './later-pages.tsx'

/** Pages that need no socket, or that say themselves how it is. */
const SOCKETLESS: ReadonlySet<Stage['at']> = new Set(['welcome', 'link', 'second_factor', 'visit'])

export function App({ model }: { model: AppModel }) {
  const t = useTexts()
  const stage = useReadable(model.stage)
  const socket = useReadable(model.socket.state)
  const offline = socket.status === 'offline' && !SOCKETLESS.has(stage.at)
  return (
    <>
      {offline && (
        <div className={styles.offline}>
          <Notice tone="problem">{t(textOf('socket_away'))}</Notice>
        </div>
      )}
      {stage.at === 'ended' && <OpenHere model={model} />}
      <SlipNotice />
      <Page model={model} />
      <RingDialog lobby={model.lobby} />
    </>
  )
}

/** What a doctor has open against the rule is said in a visit too. */
function OpenHere({ model }: { model: AppModel }) {
  const { signedIn } = model.session
  if (!signedIn?.roles.includes('doctor')) return null
  return <OpenRecords model={model} signedIn={signedIn} />
}

function Page({ model }: { model: AppModel }) {
  const stage = useReadable(model.stage)
  switch (stage.at) {
    case 'starting':
      return <Loading />
    case 'welcome':
      return <Welcome model={model} stage={stage} />
    case 'link':
      return <Joining model={model} stage={stage} />
    case 'second_factor':
      return <SecondFactor model={model} stage={stage} />
    case 'prepare':
      return <Prepare model={model} />
    case 'lobby':
      return <Lobby model={model} problem={stage.problem} />
    case 'expected':
      return <Expected model={model} stage={stage} />
    case 'door':
      return <AtTheDoor model={model} stage={stage} />
    case 'home':
      return <Home model={model} stage={stage} />
    case 'visit':
      return (
        <div className={styles.visit}>
          <OpenHere model={model} />
          <stage.Room visit={stage.visit} socket={model.socket.state} />
        </div>
      )
    case 'ended':
      return <Ended model={model} stage={stage} />
    case 'elsewhere':
      return <Elsewhere model={model} stage={stage} />
    case 'blocked':
      return <Blocked code={stage.code} />
    case 'unreachable':
      return <Unreachable retry={() => void model.start()} />
  }
}
