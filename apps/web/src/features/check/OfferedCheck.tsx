import { ListChecks } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button } from '../../ui/index.ts'
import type { AppModel } from '../app/app-model.ts'
import { Check } from './Check.tsx'
import styles from './Check.module.css'
import { useLineLook } from './use-line-look.ts'

/** The check where it is not what the page is for: behind a button, and never in the way. */
export function OfferedCheck({ model }: { model: AppModel }) {
  const t = useTexts('check')
  const [open, setOpen] = useState(false)
  if (open) return <OpenCheck model={model} />
  return (
    <div className={styles.offer}>
      <Button icon={ListChecks} onClick={() => setOpen(true)}>
        {t('offer')}
      </Button>
      <p>{t('offerHint')}</p>
    </div>
  )
}

function OpenCheck({ model }: { model: AppModel }) {
  return <Check model={model} line={useLineLook(model)} />
}
