import type { LocalMedia } from '@visita/call'
import { textOf } from '../../platform/failures.ts'
import { useTexts } from '../../platform/i18n.ts'
import { quietPreference } from '../../platform/quiet-preference.ts'
import { Choice, useReadable } from '../../ui/index.ts'

/** Takes the noise around the microphone out of what the other person hears; this device remembers it (B8). */
export function QuietSwitch({ media }: { media: LocalMedia }) {
  const t = useTexts('media')
  const quiet = useReadable(media.quiet)
  return (
    <Choice
      label={t('quiet.label')}
      hint={t(quiet === 'failed' ? textOf('quiet_failed') : 'quiet.hint')}
      checked={quiet !== 'off'}
      onChange={({ target }) => {
        quietPreference.write(target.checked)
        media.setQuiet(target.checked)
      }}
    />
  )
}
