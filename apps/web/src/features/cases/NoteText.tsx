import { VISIT_ITEMS, type NoteContent } from '@visita/protocol'
import { useTexts } from '../../platform/i18n.ts'
import styles from './Cases.module.css'

/** A note as it is read; of a visit's items those that say something. */
export function NoteText({ content }: { content: NoteContent }) {
  const t = useTexts('cases')
  if (content.kind === 'text') return <p className={styles.words}>{content.text}</p>
  return (
    <dl className={styles.items}>
      {VISIT_ITEMS.filter((item) => content.items[item] !== '').map((item) => (
        <div key={item}>
          <dt>{t(`visit.items.${item}`)}</dt>
          <dd className={styles.words}>{content.items[item]}</dd>
        </div>
      ))}
    </dl>
  )
}
