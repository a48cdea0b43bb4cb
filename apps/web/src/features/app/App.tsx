import { useTranslation } from 'react-i18next'
import { Notice, useReadable } from '../../ui/index.ts'
import { Ended } from '../ended/Ended.tsx'
import { Identify } from '../identify/Identify.tsx'
import { Prepare } from '../identify/Prepare.tsx'
import { Lobby } from '../lobby/Lobby.tsx'
import { RingDialog } from '../lobby/RingDialog.tsx'
import type { AppModel } from './app-model.ts'
import styles from './App.module.css'
import { Blocked, Elsewhere, Loading, Unreachable } from './Interludes.tsx'

export function App({ model }: { model: AppModel }) {
  const { t } = useTranslation()
  const stage = useReadable(model.stage)
  const socket = useReadable(model.socket.state)
  const offline = socket.status === 'offline' && stage.at !== 'visit' && stage.at !== 'identify'
  return (
    <>
      {offline && (
        <div className={styles.offline}>
          <Notice tone="problem">{t('offline')}</Notice>
        </div>
      )}
      <Page model={model} />
      <RingDialog lobby={model.lobby} />
    </>
  )
}

function Page({ model }: { model: AppModel }) {
  const stage = useReadable(model.stage)
  switch (stage.at) {
    case 'starting':
      return <Loading />
    case 'identify':
      return <Identify identify={(name) => model.identify(name)} />
    case 'prepare':
      return <Prepare model={model} />
    case 'lobby':
      return <Lobby model={model} problem={stage.problem} />
    case 'visit':
      return <stage.Room visit={stage.visit} socket={model.socket.state} />
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
