import type { StillExchange } from '@visita/call'
import { Focus, Undo2 } from 'lucide-react'
import texts from '../../locales/en/stills.json'
import { addTexts, useTexts } from '../../platform/i18n.ts'
import { Button, Notice, useReadable } from '../../ui/index.ts'
import styles from './AskForStill.module.css'
import { Underway } from './Underway.tsx'

addTexts('stills', texts)

interface AskForStillProps {
  stills: StillExchange
  name: string
  /** Where there are several, each button says whose camera it is about. */
  named: boolean
}

/** Asks for a sharp photo of what the other camera shows; it comes as a file. */
export function AskForStill(props: AskForStillProps) {
  return (
    <div className={styles.ask}>
      <Asking {...props} />
    </div>
  )
}

function Asking({ stills, name, named }: AskForStillProps) {
  const t = useTexts('stills')
  const { wanted } = useReadable(stills.state)
  if (wanted === 'waiting') {
    return (
      <>
        <Underway text={t('waiting', { name })} />
        <Button icon={Undo2} onClick={() => stills.withdraw()}>
          {t('withdraw')}
        </Button>
      </>
    )
  }
  if (wanted === 'taking') return <Underway text={t('theyTake', { name })} />
  return (
    <>
      {wanted !== 'none' && <Notice>{t(wanted, { name })}</Notice>}
      <Button icon={Focus} onClick={() => stills.ask()}>
        {named ? t('askOf', { name }) : t('ask')}
      </Button>
    </>
  )
}
