import type { BackgroundContent } from '@visita/protocol'
import { TriangleAlert } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import styles from './Background.module.css'

/** Allergies first and in red, where there are any; then the rest. */
export function Facts({ content }: { content: BackgroundContent }) {
  const t = useTexts('background')
  const { allergies, medicines, illnesses, skin, pregnancy } = content
  const has = allergies !== null && allergies.length > 0
  return (
    <dl className={styles.facts}>
      <div className={styles.fact} data-grave={has}>
        <dt>
          {has && <TriangleAlert aria-hidden size={20} />}
          {t('facts.allergies')}
        </dt>
        <dd>
          <Said said={allergies} none={t('facts.noAllergies')} />
        </dd>
      </div>
      <div className={styles.fact}>
        <dt>{t('facts.medicines')}</dt>
        <dd>
          <Said said={medicines} none={t('facts.noMedicines')} />
        </dd>
      </div>
      {illnesses !== '' && <Fact name={t('facts.illnesses')} text={illnesses} />}
      {skin !== '' && <Fact name={t('facts.skin')} text={skin} />}
      {pregnancy !== null && <Fact name={t('facts.pregnancy')} text={t(`pregnancy.${pregnancy}`)} />}
    </dl>
  )
}

function Fact({ name, text }: { name: string; text: string }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </div>
  )
}

function Said({ said, none }: { said: readonly string[] | null; none: string }) {
  const t = useTexts('background')
  if (said === null) return <>{t('facts.notSaid')}</>
  if (said.length === 0) return <>{none}</>
  return (
    <ul className={styles.said}>
      {said.map((line, index) => (
        // The same line can be there twice.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={index}>{line}</li>
      ))}
    </ul>
  )
}
