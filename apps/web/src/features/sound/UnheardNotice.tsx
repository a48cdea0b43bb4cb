import { listen, LISTENING, type LocalMedia, type Unheard } from '@visita/call'
import { Mic } from 'lucide-react'
import { useEffect, useState } from 'react'
import { textOf } from '../../platform/failures.ts'
import { addTexts, useTexts } from '../../platform/i18n.ts'
import { meterOf } from '../../platform/sound-meter.ts'
import texts from '../../locales/en/sound.json'
import { Button, Notice, useReadable } from '../../ui/index.ts'

addTexts('sound', texts)

const LOOK_EVERY = 250
/** Samples of one look: longer than the time between two. */
const LOOK = 16_384

/** Tells somebody whom nobody hears, and why: muted by themselves or by the system, or a microphone without sound. */
export function UnheardNotice({ media }: { media: LocalMedia }) {
  const t = useTexts('sound')
  const { microphone } = useReadable(media.sources)
  const track = microphone.status === 'live' ? microphone.track : null
  const unheard = useUnheard(track)
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

function useUnheard(track: MediaStreamTrack | null): Unheard | null {
  const [unheard, setUnheard] = useState<Unheard | null>(null)
  useEffect(() => {
    if (track === null) return undefined
    // Muting silences the track itself; this one is listened to here and sent nowhere.
    const own = track.clone()
    own.enabled = true
    const meter = meterOf(own, LOOK)
    let hearing = LISTENING
    const timer = setInterval(() => {
      const peak = meter.peak()
      if (peak === null) return
      hearing = listen(hearing, { muted: !track.enabled, systemMuted: track.muted, peak })
      setUnheard(hearing.unheard)
    }, LOOK_EVERY)
    return () => {
      clearInterval(timer)
      meter.close()
      own.stop()
      setUnheard(null)
    }
  }, [track])
  return unheard
}
