import { MEDIA_ROLES, type LineSummary, type LineVerdict } from '@visita/protocol'
import type { Call } from '../call.ts'
import { onControl } from '../control.ts'
import { Scope } from '../scope.ts'
import { Store, type Readable } from '../store.ts'
import { climb, FOOT, type Climb } from './climb.ts'
import { BEGINNING, steer, type Control } from './controller.ts'
import { LineLog } from './line-log.ts'
import { NO_TOTALS, readSample, type Sample } from './sample.ts'
import { applyLevel, hold, renewSize } from './sender-plan.ts'
import { wayOf } from './way.ts'

export interface Lines {
  own: LineVerdict
  /** Null until the other page has said it. */
  remote: LineVerdict | null
}

const EVERY = 1_000
/** Of what the line is known to carry, while a dip lasts; and milliseconds of it. */
const DIP_SHARE = 0.03
const DIP_LASTS = 900

/** Watches one call, makes its picture follow the line, and tells both sides how the lines are (B5, B7). */
export class LineKeeper {
  readonly #call: Call
  readonly #receivers: () => number
  readonly #upstream: () => LineVerdict
  readonly #lines = new Store<Lines>({ own: BEGINNING.verdict, remote: null })
  readonly #scope = new Scope()
  readonly #log = new LineLog()
  #control: Control = BEGINNING
  #climb: Climb = FOOT
  #dip: ReturnType<typeof setTimeout> | undefined
  #totals = NO_TOTALS
  #looking = false

  /**
   * `receivers`: to how many the own picture goes at this moment, this call's other person among them. `upstream`: how the
   * line is by which it goes to them all at once.
   */
  constructor(call: Call, { receivers, upstream }: { receivers: () => number; upstream: () => LineVerdict }) {
    this.#call = call
    this.#receivers = receivers
    this.#upstream = upstream
    const timer = setInterval(() => void this.#look(), EVERY)
    this.#scope.add(() => clearInterval(timer))
    this.#scope.add(() => clearTimeout(this.#dip))
    const { control } = call.pipes
    this.#scope.add(control.on('open', () => this.#tell()))
    this.#scope.add(
      onControl(control, (message) => {
        if (message.type === 'line') this.#lines.update((lines) => ({ ...lines, remote: message.verdict }))
      }),
    )
  }

  get lines(): Readable<Lines> {
    return this.#lines
  }

  /** What the line was like so far; null before there was one. */
  summary(): LineSummary | null {
    return this.#log.summary()
  }

  close(): void {
    this.#scope.dispose()
  }

  async #look(): Promise<void> {
    if (this.#looking || this.#call.state.get().phase !== 'connected') return
    this.#looking = true
    try {
      const report = await this.#call.stats()
      const { sample, totals } = readSample(report, this.#totals)
      if (this.#scope.disposed) return
      this.#totals = totals
      this.#control = steer(this.#control, sample)
      this.#log.add(sample, this.#control.verdict, wayOf(report))
      await this.#apply()
      await this.#climbOn(sample)
      this.#say(worseOf(this.#control.verdict, this.#upstream()))
    } catch {
      // The connection was replaced meanwhile: the next second looks at the new one.
    } finally {
      this.#looking = false
    }
  }

  async #apply(): Promise<void> {
    for (const role of MEDIA_ROLES) {
      const sender = this.#call.senderOf(role)
      if (sender) await applyLevel(sender, role, this.#control.level, this.#receivers())
    }
  }

  async #climbOn(sample: Sample): Promise<void> {
    // Among several it is our own share that holds each picture back.
    const free = this.#control.level === 'full' && this.#receivers() === 1
    this.#climb = free ? climb(this.#climb, sample) : FOOT
    if (this.#climb.step === 'dip') await this.#dipBelow(sample.available ?? 0)
    const camera = this.#call.senderOf('camera')?.track
    if (this.#climb.step === 'renew' && camera) renewSize(camera)
  }

  async #dipBelow(available: number): Promise<void> {
    const pictures = MEDIA_ROLES.flatMap((role) => {
      const sender = this.#call.senderOf(role)
      return sender?.track?.kind === 'video' ? [sender] : []
    })
    for (const sender of pictures) await hold(sender, (DIP_SHARE * available) / pictures.length)
    clearTimeout(this.#dip)
    if (!this.#scope.disposed) this.#dip = setTimeout(() => void this.#apply(), DIP_LASTS)
  }

  #say(verdict: LineVerdict): void {
    if (verdict === this.#lines.get().own) return
    this.#lines.update((lines) => ({ ...lines, own: verdict }))
    this.#tell()
  }

  #tell(): void {
    this.#call.pipes.control.send(JSON.stringify({ type: 'line', verdict: this.#lines.get().own }))
  }
}

const WORST_FIRST = ['voice_only', 'weak', 'good'] as const satisfies LineVerdict[]

const worseOf = (one: LineVerdict, other: LineVerdict): LineVerdict =>
  WORST_FIRST.find((verdict) => verdict === one || verdict === other) ?? one
