import type { Point, PointPair } from '@visita/lesion'
import type { CaseId, Photo } from '@visita/protocol'
import { Check, RotateCcw } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { photoApi } from '../../platform/photo-api.ts'
import { Button, useSize } from '../../ui/index.ts'
import { css, matrixFor, pixelAt, shownSize, WHOLE } from './compare-view.ts'
import styles from './Photos.module.css'

const ENOUGH = 3
const MOST = 4

interface AligningProps {
  of: CaseId
  left: Photo
  right: Photo
  /** From the right photograph's pixels to the left one's; empty where it was given up. */
  onDone: (pairs: readonly PointPair[]) => void
}

/** The same spots are pressed in both photographs, by turns. */
export function Aligning({ of, left, right, onDone }: AligningProps) {
  const t = useTexts('photos')
  const [lefts, setLefts] = useState<readonly Point[]>([])
  const [rights, setRights] = useState<readonly Point[]>([])
  const pairs = rights.flatMap((from, at) => {
    const to = lefts[at]
    return to === undefined ? [] : [{ from, to }]
  })
  const isFull = pairs.length === MOST
  return (
    <>
      <p role="status">{t('compare.alignHow', { count: pairs.length })}</p>
      <div className={styles.actions}>
        <Button tone="primary" icon={Check} disabled={pairs.length < ENOUGH} onClick={() => onDone(pairs)}>
          {t('compare.alignDone')}
        </Button>
        <Button icon={RotateCcw} onClick={() => onDone([])}>
          {t('compare.alignStop')}
        </Button>
      </div>
      <div className={styles.pair}>
        <Spots
          of={of}
          photo={left}
          spots={lefts}
          isNext={!isFull && lefts.length === rights.length}
          onSpot={(spot) => setLefts([...lefts, spot])}
        />
        <Spots
          of={of}
          photo={right}
          spots={rights}
          isNext={lefts.length > rights.length}
          onSpot={(spot) => setRights([...rights, spot])}
        />
      </div>
    </>
  )
}

interface SpotsProps {
  of: CaseId
  photo: Photo
  spots: readonly Point[]
  isNext: boolean
  onSpot: (spot: Point) => void
}

function Spots({ of, photo, spots, isNext, onSpot }: SpotsProps) {
  const t = useTexts('photos')
  const element = useRef<HTMLDivElement>(null)
  const frame = useSize(element)
  const size = shownSize(photo)
  const matrix = matrixFor(size, frame, WHOLE)
  return (
    <div
      ref={element}
      className={styles.frame}
      data-next={isNext}
      role="presentation"
      onClick={(event) => {
        const box = event.currentTarget.getBoundingClientRect()
        if (isNext) onSpot(pixelAt(matrix, { x: event.clientX - box.left, y: event.clientY - box.top }))
      }}
    >
      <div className={styles.pane}>
        <img
          src={photoApi.address(of, photo.id, 'screen')}
          alt={t(`slot.${photo.slot}`)}
          {...size}
          style={{ transform: css(matrix) }}
          draggable={false}
        />
        {spots.map((spot, index) => (
          <span
            key={`${spot.x} ${spot.y}`}
            className={styles.spot}
            style={{
              left: matrix.a * spot.x + matrix.c * spot.y + matrix.e,
              top: matrix.b * spot.x + matrix.d * spot.y + matrix.f,
            }}
          >
            {index + 1}
          </span>
        ))}
      </div>
    </div>
  )
}
