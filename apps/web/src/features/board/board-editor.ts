import {
  CaptureUpdateAction,
  convertToExcalidrawElements,
  getCommonBounds,
  newElementWith,
  reconcileElements,
} from '@excalidraw/excalidraw'
import type { AppState, ExcalidrawImperativeAPI, ToolType } from '@excalidraw/excalidraw/types'
import { Scope, Store, type BoardSync } from '@visita/call'
import type { FileId } from '@visita/protocol'
import type { BoardModel, WaitingImage } from './board-model.ts'
import { excalidrawFileId, toBinaryFile, toExcalidraw } from './excalidraw-types.ts'
import { guardSurface } from './guard-surface.ts'
import { fitWithin } from './prepare-image.ts'

const TOOL_TYPES = {
  pen: 'freedraw',
  text: 'text',
  eraser: 'eraser',
  select: 'selection',
  hand: 'hand',
} as const satisfies Record<string, ToolType>
export type BoardTool = keyof typeof TOOL_TYPES
export const BOARD_TOOLS = ['pen', 'text', 'eraser', 'select', 'hand'] as const satisfies BoardTool[]

/** The part of the board that is on screen: scene unit s is at CSS pixel (s + scroll) * zoom. */
export interface BoardView {
  scrollX: number
  scrollY: number
  zoom: number
}

/** The longer side, in scene units, of a picture on the board: pen and notes then have a fitting size on it. */
const IMAGE_SIDE = 1_280
const IMAGE_GAP = 40
const NOTE_GAP = 10

/** Ties Excalidraw's drawing surface to the shared board. Made when the surface is ready, disposed with it. */
export class BoardEditor {
  readonly tool = new Store<BoardTool>('pen')
  readonly view: Store<BoardView>
  readonly #api: ExcalidrawImperativeAPI
  readonly #model: BoardModel
  readonly #sync: BoardSync
  /** Pictures whose bytes Excalidraw has. */
  readonly #loaded = new Set<FileId>()
  #surface: HTMLElement | null = null
  #frame = 0

  constructor(api: ExcalidrawImperativeAPI, model: BoardModel) {
    this.#api = api
    this.#model = model
    this.#sync = model.sync
    const { scrollX, scrollY, zoom } = api.getAppState()
    this.view = new Store<BoardView>({ scrollX, scrollY, zoom: zoom.value })
  }

  /** `surface` is the element around Excalidraw. Returns the function that releases everything. */
  start(surface: HTMLElement): () => void {
    const scope = new Scope()
    this.#surface = surface
    guardSurface(surface, (picture) => void this.#model.drawOn(picture), scope)
    scope.add(this.#api.onChange((elements, appState) => this.#changed(elements, appState)))
    scope.add(
      this.#api.onScrollChange((scrollX, scrollY, { value: zoom }) =>
        this.view.set({ scrollX, scrollY, zoom }),
      ),
    )
    scope.add(this.#sync.on('changed', ({ by }) => by !== 'self' && this.#pullSoon()))
    scope.add(this.#sync.on('image', (id) => void this.#load(id)))
    scope.add(this.#model.waitingImages.subscribe(() => this.#pullSoon()))
    scope.add(() => cancelAnimationFrame(this.#frame))
    scope.add(() => this.#sync.lift())
    this.#pullSoon()
    return () => scope.dispose()
  }

  setTool(tool: BoardTool): void {
    this.#api.setActiveTool({ type: TOOL_TYPES[tool] })
  }

  setColour(colour: string): void {
    this.#api.updateScene({ appState: { currentItemStrokeColor: colour } })
  }

  showAll(): void {
    this.#api.scrollToContent(undefined, { fitToViewport: true, viewportZoomFactor: 0.9, animate: false })
  }

  /** Erases everything, the other person's part too, as one step that `undo` takes back. */
  clear(): void {
    const elements = this.#api
      .getSceneElementsIncludingDeleted()
      .map((element) => (element.isDeleted ? element : newElementWith(element, { isDeleted: true })))
    this.#api.updateScene({ elements, captureUpdate: CaptureUpdateAction.IMMEDIATELY })
  }

  /**
   * Takes back this page's last step; the other person's steps are not in its history. Excalidraw offers
   * undo by its shortcut only, and the shortcut is the same key on all systems but for the modifier.
   */
  undo(): void {
    const shortcut = { key: 'z', ctrlKey: true, metaKey: true, bubbles: true }
    this.#surface?.querySelector('.excalidraw')?.dispatchEvent(new KeyboardEvent('keydown', shortcut))
  }

  /** Begins a note in the middle of the screen, below notes that are there: the way to write without a mouse. */
  writeInTheMiddle(): void {
    this.setTool('select')
    // A double click on a note, or with one selected, would change that note.
    this.#api.updateScene({ appState: { selectedElementIds: {} } })
    // Excalidraw has taken both in by the next frame.
    requestAnimationFrame(() => this.#doubleClickInTheMiddle())
  }

  #doubleClickInTheMiddle(): void {
    const canvas = this.#surface?.querySelector('canvas.interactive')
    if (!canvas) return
    const { scrollX, scrollY, zoom } = this.view.get()
    const { left, top, width, height } = canvas.getBoundingClientRect()
    const x = width / 2 / zoom - scrollX
    const y = this.#freeBelow(x, height / 2 / zoom - scrollY)
    const at = { clientX: left + (x + scrollX) * zoom, clientY: top + (y + scrollY) * zoom, bubbles: true }
    canvas.dispatchEvent(new MouseEvent('dblclick', at))
  }

  /** The first height at or below (x, y) that no note covers; scene units. */
  #freeBelow(x: number, y: number): number {
    const covering = this.#api
      .getSceneElements()
      .find(
        (item) =>
          item.type === 'text' &&
          Math.abs(x - item.x - item.width / 2) <= item.width / 2 + NOTE_GAP &&
          Math.abs(y - item.y - item.height / 2) <= item.height / 2 + NOTE_GAP,
      )
    return covering ? this.#freeBelow(x, covering.y + covering.height + 2 * NOTE_GAP) : y
  }

  #changed(
    elements: readonly { id: string; version: number; versionNonce: number }[],
    state: AppState,
  ): void {
    const unfinished = state.newElement
    this.#sync.apply(unfinished ? elements.filter(({ id }) => id !== unfinished.id) : elements)
    if (unfinished?.type === 'freedraw') {
      const { id, x, y, strokeColor, strokeWidth, points, pressures, simulatePressure } = unfinished
      this.#sync.draw({
        id,
        x,
        y,
        colour: strokeColor,
        width: strokeWidth,
        points,
        pressures: simulatePressure ? null : pressures,
      })
    } else {
      this.#sync.lift()
    }
    const tool = BOARD_TOOLS.find((candidate) => TOOL_TYPES[candidate] === state.activeTool.type)
    if (tool) this.tool.set(tool)
  }

  /** Once in a frame, however many messages arrive in it. */
  #pullSoon(): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = requestAnimationFrame(() => {
      // Before its first scene is set, Excalidraw would throw away what it is given.
      if (this.#api.getAppState().isLoading) return this.#pullSoon()
      this.#pull()
      for (const image of this.#model.takeWaitingImages()) this.#place(image)
    })
  }

  /** Shows what the other page changed. Never undone by this page's undo. */
  #pull(): void {
    const state = this.#api.getAppState()
    const here = this.#api.getSceneElementsIncludingDeleted()
    const editing = new Set([state.editingTextElement?.id, state.resizingElement?.id, state.newElement?.id])
    const newer = this.#sync.document
      .newerThan(new Map(here.map((element) => [element.id, element])))
      .filter(({ id }) => !editing.has(id))
    if (newer.length === 0) return
    const elements = reconcileElements(here, toExcalidraw(newer), state)
    this.#api.updateScene({ elements, captureUpdate: CaptureUpdateAction.NEVER })
    const known = new Set(here.map(({ id }) => id))
    for (const element of newer) {
      if (element.type !== 'image' || element.isDeleted) continue
      void this.#load(element.fileId)
      if (!known.has(element.id) && !state.newElement) this.#show(element.id)
    }
  }

  /** Puts a picture beside what is there, under all strokes, so that it covers none. */
  #place({ id, blob, width, height }: WaitingImage): void {
    this.#sync.addImage(id, blob)
    const visible = this.#api.getSceneElements()
    const [, top, right] = visible.length > 0 ? getCommonBounds(visible) : [0, 0, -IMAGE_GAP]
    const [image] = convertToExcalidrawElements([
      {
        type: 'image',
        fileId: excalidrawFileId(id),
        status: 'saved',
        x: right + IMAGE_GAP,
        y: top,
        ...fitWithin({ width, height }, IMAGE_SIDE),
        locked: true,
      },
    ])
    if (!image) return
    this.#api.updateScene({
      elements: [image, ...this.#api.getSceneElementsIncludingDeleted()],
      captureUpdate: CaptureUpdateAction.IMMEDIATELY,
    })
    this.#show(image.id)
  }

  #show(id: string): void {
    const element = this.#api.getSceneElements().find((candidate) => candidate.id === id)
    if (!element) return
    this.#api.scrollToContent(element, { fitToViewport: true, viewportZoomFactor: 0.9, animate: false })
  }

  /** Gives Excalidraw the bytes of a picture, once. */
  async #load(id: FileId): Promise<void> {
    const blob = this.#sync.image(id)
    if (!blob || this.#loaded.has(id)) return
    this.#loaded.add(id)
    const file = await toBinaryFile(id, blob)
    if (file) this.#api.addFiles([file])
  }
}
