import {
  Ban,
  Download,
  File as FileIcon,
  HardDriveDownload,
  Image,
  MemoryStick,
  Pencil,
  X,
} from 'lucide-react'
import { useState } from 'react'
import { LANGUAGE, useTexts } from '../../platform/i18n.ts'
import { Button } from '../../ui/index.ts'
import { formatSize } from './amounts.ts'
import { FileStatus } from './FileStatus.tsx'
import { canCancel, type FileCard, type FilesModel } from './files-model.ts'
import styles from './FilesPanel.module.css'

interface FileItemProps {
  card: FileCard
  files: FilesModel
  onDrawOn: (picture: Blob) => void
}

/** One file: what it is, how far it is, and what can be done with it. */
export function FileItem({ card, files, onDrawOn }: FileItemProps) {
  const t = useTexts('files')
  const [broken, setBroken] = useState(false)
  const picture = card.picture && !broken
  const Icon = picture ? Image : FileIcon
  return (
    <li className={styles.card}>
      <div className={styles.head}>
        {picture && card.url !== null ? (
          <img className={styles.preview} src={card.url} alt="" onError={() => setBroken(true)} />
        ) : (
          <Icon aria-hidden size={32} />
        )}
        <div className={styles.what}>
          <strong className={styles.name}>{card.name}</strong>
          <span className={styles.meta}>
            {card.direction === 'out' ? t('fromYou') : t('from', { name: card.person.displayName })} ·{' '}
            {formatSize(card.size, LANGUAGE)}
          </span>
        </div>
      </div>
      <FileStatus card={card} canSaveToDisk={files.canSaveToDisk} />
      {broken && <p className={styles.problem}>{t('notShown')}</p>}
      <div className={styles.actions}>
        <Actions card={card} picture={picture} files={files} onDrawOn={onDrawOn} />
      </div>
      {card.state.kind === 'done' && (
        <details>
          <summary>{t('details')}</summary>
          <p>
            {t('hash')}: <code className={styles.hash}>{card.state.sha256}</code>
          </p>
        </details>
      )}
    </li>
  )
}

interface ActionsProps extends FileItemProps {
  /** Whether it is a picture that this browser can show. */
  picture: boolean
}

function Actions({ card, picture, files, onDrawOn }: ActionsProps) {
  const t = useTexts('files')
  const { name, state, direction, url } = card
  const content = state.kind === 'done' ? state.content : null
  return (
    <>
      {direction === 'in' && state.kind === 'offered' && <Decision card={card} files={files} />}
      {canCancel(card) && (
        <Button icon={X} aria-label={t('cancelNamed', { name })} onClick={() => files.cancel(card)}>
          {t('cancel')}
        </Button>
      )}
      {direction === 'in' && url !== null && (
        <a className={styles.save} href={url} download={name} aria-label={t('saveNamed', { name })}>
          <Download aria-hidden size={22} />
          {t('save')}
        </a>
      )}
      {picture && content !== null && (
        <Button icon={Pencil} onClick={() => onDrawOn(content)}>
          {t('draw')}
        </Button>
      )}
    </>
  )
}

/** A large file is taken only where the person says. */
function Decision({ card, files }: Pick<FileItemProps, 'card' | 'files'>) {
  const t = useTexts('files')
  return (
    <>
      {files.canSaveToDisk && (
        <Button tone="primary" icon={HardDriveDownload} onClick={() => void files.saveToDisk(card)}>
          {t('saveToDisk')}
        </Button>
      )}
      <Button icon={MemoryStick} onClick={() => files.keepInMemory(card)}>
        {t('keep')}
      </Button>
      <Button icon={Ban} onClick={() => files.decline(card)}>
        {t('decline')}
      </Button>
    </>
  )
}
