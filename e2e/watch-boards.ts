import { keepBoardRequestSchema } from '@visita/protocol'
import * as z from 'zod'
import { expect } from '@playwright/test'
import type { Person } from './people.ts'

/* What is compared of a thing on the board: everything that is drawn. */
const elementSchema = z.object({
  id: z.string(),
  type: z.string(),
  isDeleted: z.boolean(),
  x: z.number(),
  y: z.number(),
  strokeColor: z.string(),
  locked: z.boolean(),
  points: z.array(z.array(z.number())).optional(),
  text: z.string().optional(),
  fileId: z.string().optional(),
})
const sceneSchema = z.object({ elements: z.array(elementSchema) })

/** Follows what each page keeps of its board, which is all that it has; pages keep it when the hand rests. */
export function watchBoards(...people: Person[]) {
  const kept = new Map<Person, z.infer<typeof elementSchema>[]>()
  for (const person of people) {
    person.page.on('request', (request) => {
      if (request.method() !== 'PUT' || !request.url().endsWith('/board')) return
      const { scene } = keepBoardRequestSchema.parse(request.postDataJSON())
      const { elements } = sceneSchema.parse(JSON.parse(scene))
      kept.set(
        person,
        elements.filter(({ isDeleted }) => !isDeleted),
      )
    })
  }
  return {
    /** Every page has these things on its board, in this order, and all of them are alike on all pages. */
    async toHold(things: Partial<z.infer<typeof elementSchema>>[]): Promise<void> {
      for (const person of people) {
        await expect.poll(() => kept.get(person), { timeout: 30_000 }).toMatchObject(things)
      }
      const [first] = people
      for (const person of people) {
        await expect.poll(() => kept.get(person)).toEqual(first && kept.get(first))
      }
    },
  }
}
