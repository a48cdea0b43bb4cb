import type { BodyRegion } from './area-severity.ts'

/** A place on the body. Left and right are the patient's. */
export interface BodySite {
  code: string
  /** From where it is seen. */
  view: 'front' | 'back' | 'both'
  /** Of PASI and EASI: the trunk has axillae, groins and genitals, the legs have the buttocks. */
  region: BodyRegion
}

const site = (code: string, view: BodySite['view'], region: BodyRegion): BodySite => ({ code, view, region })

export const BODY_SITES: readonly BodySite[] = [
  site('scalp-vertex', 'both', 'head'),
  site('scalp-frontal', 'front', 'head'),
  site('scalp-temporal-left', 'front', 'head'),
  site('scalp-temporal-right', 'front', 'head'),
  site('scalp-occipital', 'back', 'head'),
  site('forehead', 'front', 'head'),
  site('eyelid-left', 'front', 'head'),
  site('eyelid-right', 'front', 'head'),
  site('ear-left', 'both', 'head'),
  site('ear-right', 'both', 'head'),
  site('nose', 'front', 'head'),
  site('cheek-left', 'front', 'head'),
  site('cheek-right', 'front', 'head'),
  site('lip', 'front', 'head'),
  site('chin', 'front', 'head'),
  site('neck-front', 'front', 'head'),
  site('neck-back', 'back', 'head'),
  site('chest-left', 'front', 'trunk'),
  site('chest-right', 'front', 'trunk'),
  site('breast-left', 'front', 'trunk'),
  site('breast-right', 'front', 'trunk'),
  site('axilla-left', 'front', 'trunk'),
  site('axilla-right', 'front', 'trunk'),
  site('abdomen-upper', 'front', 'trunk'),
  site('abdomen-lower', 'front', 'trunk'),
  site('umbilicus', 'front', 'trunk'),
  site('flank-left', 'both', 'trunk'),
  site('flank-right', 'both', 'trunk'),
  site('back-upper-left', 'back', 'trunk'),
  site('back-upper-right', 'back', 'trunk'),
  site('back-lower-left', 'back', 'trunk'),
  site('back-lower-right', 'back', 'trunk'),
  site('groin-left', 'front', 'trunk'),
  site('groin-right', 'front', 'trunk'),
  site('genital', 'front', 'trunk'),
  site('perianal', 'back', 'trunk'),
  site('shoulder-left', 'both', 'upper_limbs'),
  site('shoulder-right', 'both', 'upper_limbs'),
  site('upper-arm-front-left', 'front', 'upper_limbs'),
  site('upper-arm-front-right', 'front', 'upper_limbs'),
  site('upper-arm-back-left', 'back', 'upper_limbs'),
  site('upper-arm-back-right', 'back', 'upper_limbs'),
  site('elbow-flexure-left', 'front', 'upper_limbs'),
  site('elbow-flexure-right', 'front', 'upper_limbs'),
  site('elbow-left', 'back', 'upper_limbs'),
  site('elbow-right', 'back', 'upper_limbs'),
  site('forearm-front-left', 'front', 'upper_limbs'),
  site('forearm-front-right', 'front', 'upper_limbs'),
  site('forearm-back-left', 'back', 'upper_limbs'),
  site('forearm-back-right', 'back', 'upper_limbs'),
  site('wrist-left', 'both', 'upper_limbs'),
  site('wrist-right', 'both', 'upper_limbs'),
  site('hand-palm-left', 'front', 'upper_limbs'),
  site('hand-palm-right', 'front', 'upper_limbs'),
  site('hand-dorsum-left', 'back', 'upper_limbs'),
  site('hand-dorsum-right', 'back', 'upper_limbs'),
  site('fingers-left', 'both', 'upper_limbs'),
  site('fingers-right', 'both', 'upper_limbs'),
  site('fingernails-left', 'back', 'upper_limbs'),
  site('fingernails-right', 'back', 'upper_limbs'),
  site('buttock-left', 'back', 'lower_limbs'),
  site('buttock-right', 'back', 'lower_limbs'),
  site('hip-left', 'both', 'lower_limbs'),
  site('hip-right', 'both', 'lower_limbs'),
  site('thigh-front-left', 'front', 'lower_limbs'),
  site('thigh-front-right', 'front', 'lower_limbs'),
  site('thigh-back-left', 'back', 'lower_limbs'),
  site('thigh-back-right', 'back', 'lower_limbs'),
  site('knee-left', 'front', 'lower_limbs'),
  site('knee-right', 'front', 'lower_limbs'),
  site('popliteal-left', 'back', 'lower_limbs'),
  site('popliteal-right', 'back', 'lower_limbs'),
  site('shin-left', 'front', 'lower_limbs'),
  site('shin-right', 'front', 'lower_limbs'),
  site('calf-left', 'back', 'lower_limbs'),
  site('calf-right', 'back', 'lower_limbs'),
  site('ankle-left', 'both', 'lower_limbs'),
  site('ankle-right', 'both', 'lower_limbs'),
  site('foot-dorsum-left', 'front', 'lower_limbs'),
  site('foot-dorsum-right', 'front', 'lower_limbs'),
  site('foot-sole-left', 'back', 'lower_limbs'),
  site('foot-sole-right', 'back', 'lower_limbs'),
  site('toes-left', 'both', 'lower_limbs'),
  site('toes-right', 'both', 'lower_limbs'),
  site('toenails-left', 'front', 'lower_limbs'),
  site('toenails-right', 'front', 'lower_limbs'),
]

/** VASI counts the axilla as part of the upper limb. */
const AXILLA = /^axilla-/

/** The region of the body to which a score gives a site. */
export function regionOf(score: 'pasi' | 'easi' | 'vasi', { code, region }: BodySite): BodyRegion {
  return score === 'vasi' && AXILLA.test(code) ? 'upper_limbs' : region
}
