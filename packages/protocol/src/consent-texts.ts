import * as z from 'zod/mini'

/** What a patient is asked for, each by itself: to agree to one is to agree to nothing else (B27). */
export const CONSENT_KINDS = ['care', 'second_opinion', 'teaching', 'research', 'recording'] as const
export const consentKindSchema = z.enum(CONSENT_KINDS)
export type ConsentKind = z.infer<typeof consentKindSchema>

/** The very words that are agreed to, with the question that is answered by yes or no. */
interface ConsentText {
  text: string
  question: string
}

/**
 * Every version of each text, the first at the beginning. None is ever changed, so that what somebody agreed to can be
 * shown years later: whoever has better words adds them at the end. A test holds each against its hash.
 */
export const CONSENT_TEXTS: Readonly<Record<ConsentKind, readonly [ConsentText, ...ConsentText[]]>> = {
  care: [
    {
      text: 'The doctors of this practice see you by video, look at the photos that you send, and write down what they find. A picture shows less than a visit in person: the doctor may ask you to come to the practice. You can ask to be seen in person at any time.',
      question: 'Do you agree to be treated in this way?',
    },
  ],
  second_opinion: [
    {
      text: 'Your doctor may show your case to another doctor and ask what they think. That doctor sees the photos and notes of this case, and may tell nobody else.',
      question: 'May your doctor ask other doctors about your case?',
    },
  ],
  teaching: [
    {
      text: 'Your photos and the course of your illness may help to train doctors and nurses. Your name and your face are not shown. If you say no, nothing changes in how you are treated.',
      question: 'May your case be used for teaching?',
    },
  ],
  research: [
    {
      text: 'Your photos and the course of your illness may be used, together with those of many others and without your name, to find out which treatments help. If you say no, nothing changes in how you are treated.',
      question: 'May your case be used for research?',
    },
  ],
  recording: [
    {
      text: 'Picture and sound of a visit are not recorded. If a visit is ever to be recorded, you see it on the screen during all of the visit. If you say no, nothing changes in how you are treated.',
      question: 'May your visits be recorded?',
    },
  ],
}

/** Counted from 1. */
export const newestConsentVersion = (kind: ConsentKind): number => CONSENT_TEXTS[kind].length

/** Null for a version that there never was. */
export const consentText = (kind: ConsentKind, version: number): ConsentText | null =>
  CONSENT_TEXTS[kind][version - 1] ?? null
