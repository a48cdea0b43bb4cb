import { Camera } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Notice, useReadable } from '../../ui/index.ts'
import type { VisitModel } from './visit-model.ts'

/** Offers a camera at the moment it is plugged in (A17). */
export function PluggedCamera({ visit }: { visit: VisitModel }) {
  const t = useTexts('visit')
  const [plugged, setPlugged] = useState<MediaDeviceInfo | null>(null)
  const { cameras } = useReadable(visit.devices.list)
  useEffect(() => visit.devices.on('cameraPlugged', setPlugged), [visit])
  if (!plugged || !cameras.some((camera) => camera.deviceId === plugged.deviceId)) return null
  const done = (): void => setPlugged(null)
  return (
    <Notice
      actions={
        <>
          <Button
            tone="primary"
            icon={Camera}
            onClick={() => {
              done()
              void visit.media.openSecondCamera(plugged.deviceId)
            }}
          >
            {t('pluggedShow')}
          </Button>
          <Button onClick={done}>{t('pluggedNo')}</Button>
        </>
      }
    >
      {t('plugged', { name: plugged.label })}
    </Notice>
  )
}
