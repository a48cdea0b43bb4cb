import { begins, type Course, day, found, note, photo, stops } from './course.ts'
import { PEOPLE } from './people.ts'

const { flora, magnus, patty, ivan, sam, nora, tilda, felix } = PEOPLE
const NOTHING = { allergies: [], medicines: [], illnesses: '', skin: '', pregnancy: null }
const STEROID = 'Betamethasone valerate 0.1 % cream, once a day'
const COMBINED = 'Calcipotriol with betamethasone foam, once a day'
const EMOLLIENT = 'Emollient, twice a day'
const TACROLIMUS = 'Tacrolimus 0.1 % ointment, twice a week'
const PEROXIDE = 'Benzoyl peroxide 5 % gel, once a day'
const ADAPALENE = 'Adapalene 0.1 % with benzoyl peroxide 2.5 % gel, in the evening'
const CLOBETASOL = 'Clobetasol 0.05 % solution, once a day'
const VITILIGO_CREAM = 'Tacrolimus 0.1 % ointment, twice a day'
const NAEVUS = 'Melanocytic naevus'
const MELANOMA = 'Malignant melanoma of skin'

/**
 * A year of six patients, each with another tone of skin and another outcome. It is invented, and advises nobody; the
 * photographs are drawn, so that a rash is a spot of another colour and hair is not shown.
 */
export const COURSES: readonly Course[] = [
  {
    visit: {
      patient: patty,
      doctor: flora,
      daysAgo: 356,
      asked: { reason: 'new_problem', text: 'Thick red scales on my elbows, for some months now.' },
      lines: [
        { by: 'doctor', text: 'Has anybody in your family something like it?' },
        { by: 'patient', text: 'My father, on the knees.' },
      ],
    },
    opened: { title: 'Scales on both elbows', complaint: 'rash' },
    background: { ...NOTHING, allergies: ['Penicillin: rash'], skin: 'Father: psoriasis' },
    consents: { care: 'yes', second_opinion: 'yes', teaching: 'yes', research: 'yes' },
    lesions: [
      { site: 'elbow-left', label: 'Plaque on the left elbow' },
      { site: 'elbow-right', label: 'Plaque on the right elbow' },
    ],
    picture: { tone: 'II', seed: 11, acrossMm: 92, withMarker: true },
    days: [
      day(
        356,
        found('L40.0', 'Plaque psoriasis', 'probable'),
        begins(STEROID),
        note(
          'Sharply bordered plaques with silvery scales on both elbows. Nails clear, joints free of pain.',
        ),
      ),
      day(354, photo(15, 0.95)),
      day(
        312,
        photo(15.5, 0.95),
        stops(STEROID, 'no_effect', 'Thickness as before after six weeks.'),
        begins(COMBINED),
      ),
      day(311, note('Hardly any change under the cream. Changed to the foam.')),
      day(270, photo(13, 0.8)),
      day(214, photo(11, 0.6)),
      day(
        213,
        found('L40.0', 'Plaque psoriasis, both elbows', 'confirmed'),
        note('Flatter, less scaling, edges pale.'),
      ),
      day(150, photo(8.5, 0.45)),
      day(88, photo(6.5, 0.3), stops(COMBINED, 'remission', 'Almost clear.'), begins(EMOLLIENT)),
      day(87, note('Almost clear on both sides. Emollient alone; photos every two months.')),
      day(3, photo(5.5, 0.25)),
    ],
  },
  {
    visit: {
      patient: sam,
      doctor: magnus,
      daysAgo: 348,
      asked: { reason: 'new_problem', text: 'The back of my hand itches and cracks.' },
      lines: [{ by: 'doctor', text: 'How often do you wash your hands at work?' }],
    },
    opened: { title: 'Eczema of the right hand', complaint: 'rash' },
    background: {
      ...NOTHING,
      allergies: [],
      medicines: ['Cetirizine when it itches'],
      skin: 'Hay fever since school',
    },
    consents: { care: 'yes', second_opinion: 'yes', teaching: 'no' },
    lesions: [{ site: 'hand-dorsum-right', label: 'Patch on the back of the hand' }],
    picture: { tone: 'III', seed: 23, acrossMm: 70, withMarker: false },
    days: [
      day(
        348,
        found('L20.9', 'Atopic dermatitis', 'confirmed'),
        begins(STEROID),
        note('Ill-defined red patch with fissures. Works in a kitchen; advised gloves and an emollient.'),
      ),
      day(346, photo(12, 0.8)),
      day(318, photo(8, 0.35), stops(STEROID, 'finished', 'After four weeks, as planned.')),
      day(262, photo(13, 0.85), begins(TACROLIMUS)),
      day(261, note('A flare after two weeks of overtime. Tacrolimus to keep it away.')),
      day(205, photo(7, 0.3)),
      day(190, { kind: 'hand_over', to: flora }),
      day(140, photo(11, 0.7), stops(TACROLIMUS, 'side_effects', 'It burns for hours.'), begins(STEROID)),
      day(
        139,
        note('Taken over from Dr Makebelieve. Another flare; the ointment burns too much to go on with it.'),
      ),
      day(70, photo(6, 0.25)),
      day(1, photo(10, 0.65)),
    ],
  },
  {
    visit: {
      patient: ivan,
      doctor: magnus,
      daysAgo: 340,
      asked: { reason: 'new_problem', text: 'A mole on my shoulder; my wife says that it has changed.' },
      lines: [{ by: 'patient', text: 'I have had it for ten years. I cannot see it well myself.' }],
    },
    opened: { title: 'Mole on the right shoulder', complaint: 'mole' },
    background: {
      ...NOTHING,
      medicines: ['Ramipril 5 mg'],
      illnesses: 'High blood pressure',
      allergies: ['Latex'],
    },
    consents: { care: 'yes', second_opinion: 'yes', research: 'yes' },
    lesions: [{ site: 'shoulder-right', label: 'Mole behind the right shoulder' }],
    picture: { tone: 'IV', seed: 37, acrossMm: 92, withMarker: true },
    days: [
      day(
        340,
        found('D22.9', NAEVUS, 'suspected'),
        note(
          'One mole, 6 mm, border a little uneven. Photo with the marker every two months, in person if it changes.',
        ),
      ),
      day(338, photo(3, 0.8)),
      day(280, photo(3, 0.8)),
      day(220, photo(3.2, 0.85)),
      day(219, note('No change that is larger than the error of measuring. Go on as planned.')),
      day(160, photo(3.5, 0.9)),
      day(100, photo(4.3, 1)),
      day(60, photo(5, 1)),
      day(
        59,
        { kind: 'diagnosis_end', label: NAEVUS, why: 'wrong' },
        found('C43.9', MELANOMA, 'suspected'),
        note(
          'Clearly larger than in spring, and darker. Sent to surgery to be cut out; told by telephone today.',
        ),
      ),
      day(14, begins('Cut out with a margin of 2 mm, under local anaesthesia')),
    ],
  },
  {
    visit: {
      patient: tilda,
      doctor: flora,
      daysAgo: 330,
      asked: { reason: 'new_problem', text: 'Spots on my cheeks and chin that do not go away.' },
      lines: [{ by: 'doctor', text: 'What have you put on them so far?' }],
    },
    opened: { title: 'Acne of the face', complaint: 'acne' },
    background: { ...NOTHING, pregnancy: 'no' },
    consents: { care: 'yes', second_opinion: 'no', teaching: 'no', research: 'yes' },
    lesions: [
      { site: 'cheek-left', label: 'Left cheek' },
      { site: 'chin', label: 'Chin' },
    ],
    picture: { tone: 'I', seed: 41, acrossMm: 40, withMarker: false },
    days: [
      day(
        330,
        found('L70.0', 'Acne vulgaris', 'confirmed'),
        begins(PEROXIDE),
        note('Papules and a few pustules on cheeks and chin, no nodes, no scars.'),
      ),
      day(328, photo(5, 0.9)),
      day(
        290,
        photo(4.8, 0.8),
        stops(PEROXIDE, 'no_effect', 'Little change in six weeks.'),
        begins(ADAPALENE),
      ),
      day(240, photo(4, 0.6)),
      day(180, photo(3, 0.45)),
      day(179, note('Much better; dry skin in the first weeks only.')),
      day(120, photo(2.4, 0.3)),
      day(45, photo(1.8, 0.15), stops(ADAPALENE, 'remission', 'Clear for two months.')),
      day(
        44,
        { kind: 'diagnosis_end', label: 'Acne vulgaris', why: 'resolved' },
        note('Clear. The case is closed; it can be opened again at any time.'),
        { kind: 'close' },
      ),
    ],
  },
  {
    visit: {
      patient: felix,
      doctor: magnus,
      daysAgo: 300,
      asked: { reason: 'new_problem', text: 'A round bald place at the back of my head.' },
      lines: [{ by: 'patient', text: 'My barber found it three weeks ago.' }],
    },
    opened: { title: 'Bald patch at the back of the head', complaint: 'hair' },
    background: { ...NOTHING, illnesses: 'Thyroid: treated since 2019', medicines: ['Levothyroxine 75 µg'] },
    consents: { care: 'yes', teaching: 'yes' },
    lesions: [{ site: 'scalp-occipital', label: 'Bald patch' }],
    picture: { tone: 'V', seed: 53, acrossMm: 92, withMarker: false },
    days: [
      day(
        300,
        found('L63.9', 'Alopecia areata', 'confirmed'),
        begins(CLOBETASOL),
        note('One smooth round patch, 3 cm, short broken hairs at its border. Nails clear.'),
      ),
      day(298, photo(15, 0.6)),
      day(255, photo(17, 0.65)),
      day(200, photo(15, 0.5)),
      day(199, note('No longer growing. First fine pale hairs in the middle.')),
      day(130, photo(11, 0.4)),
      day(65, photo(7, 0.3), stops(CLOBETASOL, 'remission', 'Hair growing everywhere.')),
      day(64, note('Regrowing, still thin. No treatment; one more look in two months.')),
      day(4, photo(4, 0.2)),
    ],
  },
  {
    visit: {
      patient: nora,
      doctor: flora,
      daysAgo: 290,
      asked: { reason: 'new_problem', text: 'A pale patch on my left hand that grows slowly.' },
      lines: [{ by: 'doctor', text: 'Does it itch, or was there a wound before?' }],
    },
    opened: { title: 'Pale patch on the left hand', complaint: 'other' },
    background: { ...NOTHING, allergies: ['Nickel'], skin: 'Aunt: vitiligo' },
    consents: { care: 'yes', second_opinion: 'yes', teaching: 'yes', research: 'no' },
    lesions: [{ site: 'hand-dorsum-left', label: 'Pale patch' }],
    picture: { tone: 'VI', seed: 67, acrossMm: 92, withMarker: true },
    days: [
      day(
        290,
        found('L80', 'Vitiligo', 'confirmed'),
        begins(VITILIGO_CREAM),
        note('One pale patch with sharp borders and no scales. Explained that answers take months.'),
      ),
      day(288, photo(10, -0.8)),
      day(230, photo(11, -0.8)),
      day(170, photo(11, -0.75)),
      day(169, note('Stands still. Go on; sun protection.')),
      day(110, photo(10.5, -0.65)),
      day(50, photo(10, -0.55)),
      day(49, note('Colour comes back from the border, slowly. Go on for half a year.')),
      day(2, photo(9.5, -0.5)),
    ],
  },
]
