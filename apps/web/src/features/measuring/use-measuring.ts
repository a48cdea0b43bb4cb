import { measuredSizeOf, type Point } from '@visita/lesion'
import type { Measurement, Photo } from '@visita/protocol'
import { useEffect, useState } from 'react'
import type { Size } from '../../ui/index.ts'
import {
  circleIn,
  drawingOf,
  handleBeside,
  movedTo,
  placeOf,
  rulerIn,
  withFewer,
  withoutPoint,
  withPointAfter,
  type Drawing,
  type Handle,
} from './drawing.ts'
import { lookAt, type LookedAt } from './look.ts'

export const TOOLS = ['propose', 'draw', 'correct', 'look'] as const
type Tool = (typeof TOOLS)[number]

/** How far the program is with the photograph. */
type Looking = { status: 'looking' } | { status: 'failed' } | ({ status: 'looked' } & LookedAt)

/** Of a stroke, what is kept of a hand's trembling, in pixels. */
const TREMBLING = 1.5
const CLOSEST = 8

export interface Measuring {
  picture: Size
  drawing: Drawing
  tool: Tool
  held: Handle | null
  looking: Looking
  /** `not_told`: what was pressed has no border that the program sees. */
  proposal: 'idle' | 'underway' | 'not_told'
  /** What is in the middle of the view, and how much it is enlarged. */
  view: { at: Point; zoom: number }
  enlarge: (times: number) => void
  shift: (by: Point) => void
  choose: (tool: Tool) => void
  hold: (handle: Handle | null) => void
  holdBeside: (by: 1 | -1) => void
  moveHeld: (to: Point) => void
  moveHeldBy: (by: Point) => void
  addPoint: () => void
  removePoint: () => void
  press: (at: Point) => void
  stroke: (points: readonly Point[]) => void
  beginAgain: () => void
  beginWithCircle: () => void
  useRuler: () => void
  useMarker: () => void
  setLength: (mm: number | null) => void
}

/** What is drawn on a photograph, and what can be done to it. */
export function useMeasuring(address: string, photo: Photo, kept: Measurement | null): Measuring {
  const picture = measuredSizeOf(photo)
  const [drawing, setDrawing] = useState<Drawing>(() =>
    kept?.measured ? drawingOf(kept.measured, picture) : { outline: [], scale: { kind: 'none' } },
  )
  const [tool, choose] = useState<Tool>(kept?.measured ? 'correct' : 'propose')
  const [held, hold] = useState<Handle | null>(null)
  const [view, setView] = useState<Measuring['view']>({
    at: { x: picture.width / 2, y: picture.height / 2 },
    zoom: 1,
  })
  const [proposal, setProposal] = useState<Measuring['proposal']>('idle')
  const [looking, setLooking] = useState<Looking>({ status: 'looking' })
  useEffect(() => {
    let isHere = true
    const look = async (): Promise<void> => {
      const looked = await lookAt(address)
      if (!isHere) return
      setLooking({ status: 'looked', ...looked })
      // What somebody has set before the search was over stays.
      setDrawing((before) => (before.scale.kind === 'none' ? withMarker(before, looked) : before))
    }
    look().catch(() => isHere && setLooking({ status: 'failed' }))
    return () => {
      isHere = false
    }
  }, [address])
  const setOutline = (outline: readonly Point[]): void => {
    setDrawing((before) => ({ ...before, outline }))
    hold(null)
  }
  const propose = async (inside: Point): Promise<void> => {
    if (looking.status !== 'looked') return
    setProposal('underway')
    const outline = await looking.propose(inside)
    setProposal(outline === null ? 'not_told' : 'idle')
    if (outline === null) return
    setOutline(outline)
    setView(({ zoom }) => ({ at: inside, zoom }))
    choose('correct')
  }
  const moveHeld = (to: Point): void => {
    if (held !== null) setDrawing((before) => movedTo(before, held, to, picture))
  }
  return {
    picture,
    drawing,
    tool,
    held,
    looking,
    proposal,
    choose,
    hold,
    view,
    enlarge: (times) =>
      setView(({ at, zoom }) => ({ at, zoom: Math.min(CLOSEST, Math.max(1, zoom * times)) })),
    shift: ({ x, y }) => setView(({ at, zoom }) => ({ zoom, at: { x: at.x - x, y: at.y - y } })),
    holdBeside: (by) => {
      const next = handleBeside(drawing, held, by)
      hold(next)
      const at = next && placeOf(drawing, next)
      if (at !== null) setView(({ zoom }) => ({ at, zoom }))
    },
    moveHeld,
    moveHeldBy: (by) => {
      const place = held && placeOf(drawing, held)
      if (place !== null) moveHeld({ x: place.x + by.x, y: place.y + by.y })
    },
    addPoint: () => {
      if (held?.of !== 'outline') return
      setDrawing(withPointAfter(drawing, held.at))
      hold({ of: 'outline', at: held.at + 1 })
    },
    removePoint: () => {
      if (held?.of !== 'outline') return
      const next = withoutPoint(drawing, held.at)
      setDrawing(next)
      hold(next.outline.length === 0 ? null : { of: 'outline', at: held.at % next.outline.length })
    },
    press: (at) => {
      if (tool === 'propose') void propose(at)
      if (tool === 'draw') setOutline([...drawing.outline, at])
    },
    stroke: (points) => {
      setOutline(withFewer(points, TREMBLING))
      choose('correct')
    },
    beginAgain: () => {
      setOutline([])
      if (tool === 'correct') choose('draw')
    },
    beginWithCircle: () => {
      setOutline(circleIn(picture))
      hold({ of: 'outline', at: 0 })
      choose('correct')
    },
    useRuler: () => {
      setDrawing((before) => ({ ...before, scale: rulerIn(picture) }))
      hold({ of: 'ruler', end: 'from' })
      choose('correct')
    },
    useMarker: () => {
      if (looking.status === 'looked') setDrawing((before) => withMarker(before, looking))
      hold(null)
    },
    setLength: (mm) =>
      setDrawing((before) =>
        before.scale.kind === 'ruler' ? { ...before, scale: { ...before.scale, mm } } : before,
      ),
  }
}

const withMarker = (drawing: Drawing, { marker }: LookedAt): Drawing => ({
  ...drawing,
  scale: marker === null ? { kind: 'none' } : { kind: 'marker', corners: marker.corners },
})
