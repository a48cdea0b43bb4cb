import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import {
  type CaseEntry,
  caseIdSchema,
  CONSENT_KINDS,
  type EntryId,
  entryIdSchema,
  lesionIdSchema,
  newestConsentVersion,
  noteIdSchema,
  type PhotoId,
  photoIdSchema,
} from '@visita/protocol'
import type { Clock } from '../platform/clock.ts'
import type { Member } from '../platform/principal.ts'
import { newId } from '../platform/random.ts'
import type { Services } from '../services.ts'
import type { Act, Course } from './course.ts'
import { drawnPhoto } from './drawing.ts'
import type { Invented } from './people.ts'

/** Beside the lesion, as patients are asked to lay it. */
const MARKER = { at: { x: 24, y: -10 }, turn: 0.06 }

/** Has the people of one course do what they did, through the services that their pages use. */
export class CourseStory {
  readonly #services: Services
  readonly #now: Clock
  readonly #course: Course
  readonly #memberOf: (invented: Invented) => Member
  readonly #patient: Member
  /** Who is responsible for the case. */
  #doctor: Member
  readonly #caseId = caseIdSchema.parse(newId())
  readonly #lesionIds
  /** What diagnoses and treatments are called, as they stand in the case. */
  readonly #entries = new Map<string, EntryId>()
  #unseen: PhotoId[] = []
  #photos = 0

  constructor(deps: {
    services: Services
    now: Clock
    course: Course
    memberOf: (invented: Invented) => Member
  }) {
    this.#services = deps.services
    this.#now = deps.now
    this.#course = deps.course
    this.#memberOf = deps.memberOf
    this.#patient = deps.memberOf(deps.course.visit.patient)
    this.#doctor = deps.memberOf(deps.course.visit.doctor)
    this.#lesionIds = deps.course.lesions.map(() => lesionIdSchema.parse(newId()))
  }

  /** After the first visit, by which the doctor treats the patient. */
  async open(): Promise<void> {
    const { cases, backgrounds, consents } = this.#services
    const { opened, background, lesions } = this.#course
    const patientId = this.#patient.person.id
    await backgrounds.keep(this.#patient, patientId, { after: 0, content: background })
    for (const kind of CONSENT_KINDS) {
      const answer = this.#course.consents[kind]
      if (answer === undefined) continue
      const version = newestConsentVersion(kind)
      await consents.answer(this.#patient, patientId, kind, { after: 0, answer, version })
    }
    await cases.cases.open(this.#doctor, patientId, this.#caseId, opened)
    const since = this.#today().slice(0, 4)
    for (const [index, id] of this.#lesionIds.entries()) {
      const lesion = lesions[index]
      if (lesion !== undefined)
        await cases.cases.keepLesion(this.#doctor, this.#caseId, id, { ...lesion, since })
    }
  }

  async act(act: Act): Promise<void> {
    const { cases } = this.#services
    switch (act.kind) {
      case 'photo':
        return this.#photograph(act)
      case 'diagnosis':
        return this.#enter(act.label, { ...act, from: this.#today() })
      case 'diagnosis_end': {
        const diagnosis = this.#entryOf(act.label)
        return this.#enter(null, { kind: 'diagnosis_end', diagnosis, why: act.why, to: this.#today() })
      }
      case 'treatment':
        return this.#enter(act.what, { ...act, code: null, from: this.#today() })
      case 'stop': {
        const { what, reason, text } = act
        const treatment = this.#entryOf(what)
        return this.#enter(null, { kind: 'treatment_stop', treatment, reason, text, to: this.#today() })
      }
      case 'note':
        return this.#sign(act.text)
      case 'hand_over': {
        const to = this.#memberOf(act.to)
        await cases.handOver.offer(this.#doctor, this.#caseId, to.person.id)
        await cases.handOver.answer(to, this.#caseId, 'accept')
        this.#doctor = to
        return
      }
      case 'close':
        return cases.cases.setState(this.#doctor, this.#caseId, 'closed')
    }
  }

  /** The patient sends it as a telephone does. */
  async #photograph({ radiusMm, redness }: Extract<Act, { kind: 'photo' }>): Promise<void> {
    const { tone, seed, acrossMm, withMarker } = this.#course.picture
    const { photos } = this.#services
    this.#photos += 1
    const lesion = { radiusMm, redness, seed }
    const scene = { tone, lesion, marker: withMarker ? MARKER : null }
    const bytes = await drawnPhoto({ scene, acrossMm, seed: seed * 100 + this.#photos })
    const photoId = photoIdSchema.parse(newId())
    const upload = await photos.announce(
      this.#patient,
      {
        caseId: this.#caseId,
        photoId,
        lesionId: this.#lesionIds[0] ?? '',
        slot: withMarker ? 'scale' : 'close_up',
        sha256: createHash('sha256').update(bytes).digest('hex'),
        takenAt: String(this.#now()),
        faults: '',
        override: 'none',
      },
      bytes.length,
    )
    await photos.append(upload, Readable.from([bytes]), 0)
    await photos.finish(this.#patient, upload)
    this.#unseen.push(photoId)
  }

  /** What the doctor writes after having looked at what came. */
  async #sign(text: string): Promise<void> {
    const { cases, photos } = this.#services
    for (const photoId of this.#unseen) {
      const shown = { caseId: this.#caseId, photoId, rendition: 'screen' } as const
      await buffer((await photos.read(this.#doctor, shown)).content)
    }
    this.#unseen = []
    const id = noteIdSchema.parse(newId())
    const content = { kind: 'text', text } as const
    const draft = { after: 0, content, visit: null, addendumTo: null }
    const { revision } = await cases.notes.keep(this.#doctor, this.#caseId, id, draft)
    await cases.notes.sign(this.#doctor, this.#caseId, id, revision)
  }

  async #enter(called: string | null, entry: CaseEntry): Promise<void> {
    const id = entryIdSchema.parse(newId())
    await this.#services.cases.entries.add(this.#doctor, this.#caseId, id, entry)
    if (called !== null) this.#entries.set(called, id)
  }

  #entryOf(called: string): EntryId {
    const id = this.#entries.get(called)
    if (id === undefined) throw new Error('the story ends what it has not begun')
    return id
  }

  #today(): string {
    return new Date(this.#now()).toISOString().slice(0, 10)
  }
}
