import type { LocalMedia } from '@visita/call'
import { MEDIA_ROLES, type MediaRole } from '@visita/protocol'
import { RefreshCw } from 'lucide-react'
import { allowanceOf } from '../../platform/device-words.ts'
import { textOf } from '../../platform/failures.ts'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Notice, useReadable } from '../../ui/index.ts'

/** What keeps camera, microphone or screen from working, each with its own way out. */
export function MediaProblems({ media }: { media: LocalMedia }) {
  const t = useTexts('media')
  const sources = useReadable(media.sources)
  const retry: Partial<Record<MediaRole, () => void>> = {
    camera: () => void media.openCamera(),
    microphone: () => void media.openMicrophone(),
  }
  return MEDIA_ROLES.map((role) => {
    const source = sources[role]
    if (source.status !== 'unavailable') return null
    const again = retry[role]
    return (
      <Notice
        key={role}
        tone="problem"
        actions={
          <>
            {again && (
              <Button icon={RefreshCw} onClick={again}>
                {t('retry')}
              </Button>
            )}
            <Button onClick={() => media.stop(role)}>{t('goOn')}</Button>
          </>
        }
      >
        {t(textOf(`${role}.${source.problem}`), { how: t(`allow.${allowanceOf(navigator.userAgent)}`) })}
      </Notice>
    )
  })
}
