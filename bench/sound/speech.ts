import { execFileSync } from 'node:child_process'

/* Read by a machine, and not human speech: a reduction of noise that was taught on people may treat it worse. */
const SPEAKERS = [
  {
    voice: 'en-us',
    text: 'Since Tuesday the skin of my left arm itches, mostly at night, and it has turned red.',
  },
  {
    voice: 'en-gb+f2',
    text: 'Please hold the lens closer to the spot, and tell me whether it has grown this year.',
  },
  {
    voice: 'en-gb-scotland+m3',
    text: 'I put the ointment on twice a day, as you told me, but it did not help much.',
  },
]
const CROWD = [
  {
    voice: 'en-us+f3',
    text: 'Number forty-seven, please come to the second window and bring your card with you.',
  },
  {
    voice: 'en-gb+m1',
    text: 'He said that the bus was late again, so we walked all the way from the station.',
  },
  {
    voice: 'en-us+m4',
    text: 'Would you like a glass of water while you wait? It should not take very long now.',
  },
  {
    voice: 'en-gb-x-rp+f4',
    text: 'My sister lives near the harbour, and her children go to the school on the hill.',
  },
  { voice: 'en-029', text: 'They are painting the corridor this week, that is why everything smells of it.' },
  {
    voice: 'en-gb-x-gbclan+f1',
    text: 'Do not forget to call the pharmacy before six, they close early on a Friday.',
  },
]

/** Wave files: those who speak one after the other, and the others in the room. Throws where espeak-ng is missing. */
export function spokenFiles(): { speakers: Buffer[]; crowd: Buffer[] } {
  return { speakers: SPEAKERS.map(spoken), crowd: CROWD.map(spoken) }
}

function spoken({ voice, text }: { voice: string; text: string }): Buffer {
  try {
    return execFileSync('espeak-ng', ['-v', voice, '-s', '160', '--stdout', text], { maxBuffer: 2 ** 25 })
  } catch (cause) {
    throw new Error('espeak-ng, which speaks the sentences, is not installed or failed', { cause })
  }
}
