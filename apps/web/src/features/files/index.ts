import texts from '../../locales/en/files.json'
import { addTexts } from '../../platform/i18n.ts'

export { savePicker } from './choose-target.ts'
export { FilesModel } from './files-model.ts'
export { FilesPanel } from './FilesPanel.tsx'

// The texts come with the room's script, not with the first page.
addTexts('files', texts)
