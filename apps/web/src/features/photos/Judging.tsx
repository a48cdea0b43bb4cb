import { OVERRIDES, overrideSchema, type Override } from '@visita/protocol'
import { Check, RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Notice, Select } from '../../ui/index.ts'
import type { CaptureModel, CaptureStep } from './capture-model.ts'
import styles from './Photos.module.css'

interface JudgingProps {
  model: CaptureModel
  step: Extract<CaptureStep, { at: 'judging' }>
}

/** The photo as it was taken: use it, or take it again; with a fault it is used for a reason. */
export function Judging({ model, step: { address, faults } }: JudgingProps) {
  const t = useTexts('photos')
  const [why, setWhy] = useState<Override>('none')
  const isFine = faults.length === 0
  return (
    <div className={styles.stack}>
      <img className={styles.taken} src={address} alt={t('capture.taken')} />
      {isFine && <Notice>{t('capture.fine')}</Notice>}
      {faults.map((fault) => (
        <Notice key={fault} tone="problem">
          {t(`fault.${fault}`)}
        </Notice>
      ))}
      <div className={styles.actions}>
        {isFine && (
          <Button tone="primary" icon={Check} onClick={() => void model.use('none')}>
            {t('capture.use')}
          </Button>
        )}
        <Button tone={isFine ? 'quiet' : 'primary'} icon={RotateCcw} onClick={() => model.again()}>
          {t('capture.again')}
        </Button>
      </div>
      {!isFine && !faults.includes('too_small') && (
        <div className={styles.stack}>
          <Select
            label={t('capture.why')}
            value={why}
            onChange={({ target }) => setWhy(overrideSchema.parse(target.value))}
          >
            {OVERRIDES.map((each) => (
              <option key={each} value={each}>
                {t(`override.${each}`)}
              </option>
            ))}
          </Select>
          <div className={styles.actions}>
            <Button icon={Check} disabled={why === 'none'} onClick={() => void model.use(why)}>
              {t('capture.useAnyway')}
            </Button>
          </div>
        </div>
      )}
    </div>
  )
}
