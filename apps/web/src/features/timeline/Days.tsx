import type { Case, PersonId, TimelineEntry } from '@visita/protocol'
import { Camera, FileText, Pill, Stethoscope, UserRoundCheck, Video, type LucideIcon } from 'lucide-react'
import { useMemo } from 'react'
import { Link } from 'wouter'
import { useTexts } from '../../platform/i18n.ts'
import { photoApi } from '../../platform/photo-api.ts'
import { NoteText } from '../cases/NoteText.tsx'
import record from '../record/Record.module.css'
import { day, dayAndTime } from '../record/times.ts'
import { useEnding, useWith } from '../record/visit-words.ts'
import styles from './Timeline.module.css'

type EntryOf<K extends TimelineEntry['kind']> = Extract<TimelineEntry, { kind: K }>

/** One thing on the timeline; photographs that came one after the other are one. */
type Item = Exclude<TimelineEntry, { kind: 'photo' }> | { kind: 'photos'; photos: EntryOf<'photo'>[] }

interface DaysProps {
  /** The newest first. */
  entries: readonly TimelineEntry[]
  of: Case
  /** The address of the record. */
  whose: string
  selfId: PersonId
}

export function Days({ entries, ...props }: DaysProps) {
  const days = useMemo(() => Array.from(Map.groupBy(entries, ({ at }) => day(at))), [entries])
  return days.map(([date, ofDay]) => (
    <section key={date} className={styles.day}>
      <h2>{date}</h2>
      <ol className={styles.entries}>
        {itemsOf(ofDay).map((item) => (
          <Entry key={item.kind === 'photos' ? item.photos[0]?.id : item.id} item={item} {...props} />
        ))}
      </ol>
    </section>
  ))
}

function itemsOf(entries: readonly TimelineEntry[]): Item[] {
  const items: Item[] = []
  for (const entry of entries) {
    const last = items.at(-1)
    if (entry.kind !== 'photo') items.push(entry)
    else if (last?.kind === 'photos') last.photos.push(entry)
    else items.push({ kind: 'photos', photos: [entry] })
  }
  return items
}

const ICONS: Readonly<Record<Item['kind'], LucideIcon>> = {
  photos: Camera,
  note: FileText,
  diagnosis: Stethoscope,
  treatment: Pill,
  visit: Video,
  step: UserRoundCheck,
}

type EntryProps = Omit<DaysProps, 'entries'> & { item: Item }

function Entry({ item, of, whose, selfId }: EntryProps) {
  const Icon = ICONS[item.kind]
  return (
    <li className={styles.entry} data-kind={item.kind}>
      <Icon aria-hidden size={22} />
      <div className={styles.words}>
        <Words item={item} of={of} whose={whose} selfId={selfId} />
      </div>
    </li>
  )
}

function Words({ item, of, whose, selfId }: EntryProps) {
  const t = useTexts('timeline')
  const address = `${whose}/cases/${of.id}`
  switch (item.kind) {
    case 'photos':
      return <Photos photos={item.photos} of={of} address={address} />
    case 'note':
      return (
        <>
          <Link href={`${address}#note-${item.id}`}>
            {t(item.addendumTo === null ? 'note.signed' : 'note.addition')}
          </Link>
          <By entry={item} />
          {item.content === null ? <p>{t('note.unreadable')}</p> : <NoteText content={item.content} />}
        </>
      )
    case 'diagnosis':
    case 'treatment':
      return <Course item={item} address={address} />
    case 'visit':
      return <Visit item={item} of={of} whose={whose} selfId={selfId} />
    case 'step':
      return (
        <>
          <strong>{t(`step.${item.step}`, { doctor: item.doctor?.displayName || t('gone') })}</strong>
          <By entry={item} />
        </>
      )
  }
}

function By({
  entry: { at, by },
}: {
  entry: Exclude<Item, { kind: 'photos' | 'visit' }> | EntryOf<'photo'>
}) {
  const t = useTexts('timeline')
  return (
    <p className={record.quiet}>{t('by', { time: dayAndTime(at), name: by.displayName || t('gone') })}</p>
  )
}

function Photos({ photos, of, address }: { photos: EntryOf<'photo'>[]; of: Case; address: string }) {
  const t = useTexts('timeline')
  const [newest] = photos
  return (
    <>
      <strong>{t('photos', { count: photos.length })}</strong>
      {newest && <By entry={newest} />}
      <ul className={styles.photos}>
        {photos.map((photo) => (
          <li key={photo.id}>
            <Link href={`${address}#photo-${photo.id}`}>
              <img
                src={photoApi.address(of.id, photo.id, 'thumb')}
                alt={t('photos:strip.photo', { slot: t(`photos:slot.${photo.slot}`), day: day(photo.at) })}
                loading="lazy"
                width={96}
                height={96}
              />
            </Link>
            <span className={record.quiet}>{of.lesions.find(({ id }) => id === photo.lesion)?.label}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

function Course({ item, address }: { item: EntryOf<'diagnosis' | 'treatment'>; address: string }) {
  const t = useTexts('timeline')
  const { kind, entry, ended } = item
  const begun = entry.kind === 'treatment' ? entry.what : 'label' in entry ? entry.label : ''
  return (
    <>
      <Link href={`${address}#${kind}`}>
        {t(`${kind}.${ended === null ? 'begun' : 'ended'}`, { label: ended ?? begun })}
      </Link>
      <p>
        {entry.kind === 'diagnosis' && `${t(`cases:certainty.${entry.certainty}`)}, `}
        {'from' in entry
          ? t('cases:from', { from: entry.from })
          : `${t('cases:to', { to: entry.to })}: ${t(
              entry.kind === 'diagnosis_end'
                ? `cases:diagnosis.why.${entry.why}`
                : `cases:treatment.reason.${entry.reason}`,
            )}`}
      </p>
      {entry.kind === 'treatment_stop' && entry.text !== '' && <p>{entry.text}</p>}
      <By entry={item} />
    </>
  )
}

function Visit({
  item: { visit },
  of,
  whose,
  selfId,
}: Omit<EntryProps, 'item'> & { item: EntryOf<'visit'> }) {
  const t = useTexts('timeline')
  const whom = useWith(visit, of.patient.id, selfId)
  const ending = useEnding(visit, selfId)
  return (
    <>
      <Link href={`${whose}/visits/${visit.id}`}>{t('visit')}</Link>
      <p>{whom}</p>
      <p className={record.quiet}>
        {dayAndTime(visit.startedAt)}. {ending}
      </p>
    </>
  )
}
