import record from '../../locales/en/record.json'
import scores from '../../locales/en/scores.json'
import { addTexts } from '../../platform/i18n.ts'

export { Questionnaire } from './Questionnaire.tsx'
export { QuestionsNotice } from './QuestionsNotice.tsx'
export { ScoresCard } from './ScoresCard.tsx'

addTexts('scores', scores)
// Of what shows a reading, on pages that are fetched without those of the record.
addTexts('record', record)
