import type { LocalMedia, Unheard } from '@visita/call'
import { Mic } from 'lucide-react'
import { textOf } from '../../platform/failures.ts'
import { addTexts, useTexts } from '../../platform/i18n.ts'
import texts from '../../locales/en/sound.json'
import { Button, Notice, useReadable } from '../../ui/index.ts'
import { useHearing } from './use-hearing.ts'

addTexts('sound', texts)

/** Tells somebody whom nobody hears, and why: muted by themselves or by the system, or a microphone without sound. */
export function UnheardNotice({ unheard, media }: { unheard: Unheard | null; media: LocalMedia }) {
  const t = useTexts('sound')
  if (unheard === null) return null
  return (
    <Notice
      tone="problem"
      actions={
        unheard === 'speaking_muted' && (
          <Button tone="primary" icon={Mic} onClick={() => media.setMuted('microphone', false)}>
            {t('unmute')}
          </Button>
        )
      }
    >
      {t(textOf(`unheard.${unheard}`))}
    </Notice>
  )
}

/** The same where nothing else is shown of the microphone. */
export function OwnVoiceNotice({ media }: { media: LocalMedia }) {
  const { microphone } = useReadable(media.sources)
  const { unheard } = useHearing(microphone.status === 'live' ? microphone.track : null)
  return <UnheardNotice unheard={unheard} media={media} />
}
