/** Photographs of skin that never was, of which the true area of the lesion is known: for tests, measures and the demo. */
export { aShot, type Photograph, photograph, type Shot } from './camera.ts'
export { randomFrom } from './random.ts'
export { type LesionShape, type Scene, type Tone, TONES, trueAreaMm2, trueOutline } from './scene.ts'
