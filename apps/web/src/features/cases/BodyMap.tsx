import type { Lesion, LesionId } from '@visita/protocol'
import { useTexts } from '../../platform/i18n.ts'
import { middleOf, shapesOf, type Point, type View } from './body-shapes.ts'
import styles from './BodyMap.module.css'

const SHAPES = { front: shapesOf('front'), back: shapesOf('back') }

/** What is shown of a view: all of it, or the face enlarged, whose places are too small to be hit otherwise. */
const PICTURES = [
  { key: 'front', view: 'front', box: '-52 -3 104 263' },
  { key: 'back', view: 'back', box: '-52 -3 104 263' },
  { key: 'face', view: 'front', box: '-18 -1 36 48' },
] as const satisfies readonly { key: string; view: View; box: string }[]
type Picture = (typeof PICTURES)[number]

interface BodyMapProps {
  lesions: readonly Lesion[]
  chosen: LesionId | null
  onChoose: (id: LesionId) => void
  /** The place that is being chosen, and what is pressed for another; without it the map is only looked at. */
  placing?: { site: string; onPlace: (site: string) => void }
}

/**
 * The body from the front, from behind, and the face, with a pin for each lesion: for the pointer alone, because what
 * stands beside it, the list of lesions and `SiteSelect`, does the same for keyboard and screen reader.
 */
export function BodyMap(props: BodyMapProps) {
  return (
    <div className={styles.map}>
      {PICTURES.map((picture) => (
        <Figure key={picture.key} picture={picture} {...props} />
      ))}
    </div>
  )
}

function Figure({ picture, lesions, chosen, onChoose, placing }: BodyMapProps & { picture: Picture }) {
  const t = useTexts('bodySites')
  const shapes = SHAPES[picture.view]
  const isFace = picture.key === 'face'
  return (
    <figure className={styles.figure} data-face={isFace}>
      <svg viewBox={picture.box} className={styles.body} data-placing={placing !== undefined} aria-hidden>
        <g>
          {(['outline', 'skin'] as const).map((layer) => (
            <g key={layer} className={styles[layer]}>
              {shapes.map(({ code, points }) => (
                <polygon key={code} points={written(points)} />
              ))}
            </g>
          ))}
          {shapes.map(({ code, points }) => (
            <polygon
              key={code}
              points={written(points)}
              className={styles.place}
              data-placed={code === placing?.site}
              onClick={placing && (() => placing.onPlace(code))}
            >
              <title>{t(`names.${code}`)}</title>
            </polygon>
          ))}
        </g>
        {pinsOf(lesions, picture.view).map(({ lesion, number, at: [x, y] }) => (
          <Pin
            key={lesion.id}
            at={[x, y]}
            size={isFace ? 1.8 : 4}
            number={number}
            isChosen={lesion.id === chosen}
            choose={() => onChoose(lesion.id)}
          />
        ))}
      </svg>
      <figcaption>{t(`views.${picture.key}`)}</figcaption>
    </figure>
  )
}

interface PinProps {
  at: Point
  size: number
  number: number
  isChosen: boolean
  choose: () => void
}

function Pin({ at: [x, y], size, number, isChosen, choose }: PinProps) {
  return (
    <g
      className={styles.pin}
      data-chosen={isChosen}
      transform={`translate(${x} ${y}) scale(${size})`}
      onClick={choose}
    >
      <circle r={1} />
      <text dy={0.42} textAnchor="middle">
        {number}
      </text>
    </g>
  )
}

const written = (points: readonly Point[]): string => points.map((point) => point.join()).join(' ')

/** Several of one place stand beside each other; what is not seen in this view has no pin. */
function pinsOf(lesions: readonly Lesion[], view: View) {
  return lesions.flatMap((lesion, index) => {
    const shape = SHAPES[view].find(({ code }) => code === lesion.site)
    if (shape === undefined) return []
    const before = lesions.slice(0, index).filter(({ site }) => site === lesion.site).length
    const [x, y] = middleOf(shape)
    return [{ lesion, number: index + 1, at: [x + 3 * before, y + 3 * before] as const }]
  })
}
