export { savePicker } from './choose-target.ts'
export { FilesModel } from './files-model.ts'
