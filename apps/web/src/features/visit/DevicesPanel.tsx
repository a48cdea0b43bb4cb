import { useId } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { LevelMeter, useReadable } from '../../ui/index.ts'
import { QuietSwitch } from '../media/QuietSwitch.tsx'
import { HearYourself } from '../sound/HearYourself.tsx'
import styles from './DevicesPanel.module.css'
import { Panel } from './Panel.tsx'
import type { VisitModel } from './visit-model.ts'

interface DevicesPanelProps {
  visit: VisitModel
  speakerId: string | null
  onSpeaker: (id: string) => void
  onClose: () => void
}

/** Choosing camera, microphone, speaker and second camera during the call (A8, A17). */
export function DevicesPanel({
  visit: { media, devices },
  speakerId,
  onSpeaker,
  onClose,
}: DevicesPanelProps) {
  const t = useTexts('visit')
  const { camera, microphone, secondCamera } = useReadable(media.sources)
  const { cameras, microphones, speakers } = useReadable(devices.list)
  const cameraId = deviceIdOf(camera)
  const others = cameras.filter(({ deviceId }) => deviceId !== cameraId)
  return (
    <Panel title={t('devices.title')} onClose={onClose}>
      <div className={styles.choices}>
        <Choice
          label={t('devices.camera')}
          devices={cameras}
          value={cameraId}
          onChoose={(id) => void media.openCamera(id)}
        />
        <Choice
          label={t('devices.microphone')}
          devices={microphones}
          value={deviceIdOf(microphone)}
          onChoose={(id) => void media.openMicrophone(id)}
        />
        {microphone.status === 'live' && (
          <div>
            <p className={styles.hint}>{t('devices.level')}</p>
            <LevelMeter track={microphone.track} />
          </div>
        )}
        <QuietSwitch media={media} />
        {speakers.length > 0 && (
          <Choice
            label={t('devices.speaker')}
            devices={speakers}
            value={speakerId ?? speakers[0]?.deviceId ?? ''}
            onChoose={onSpeaker}
          />
        )}
        <HearYourself media={media} speakerId={speakerId} />
        {others.length === 0 ? (
          <p className={styles.hint}>{t('devices.onlyOne')}</p>
        ) : (
          <>
            <Choice
              label={t('devices.second')}
              devices={others}
              value={deviceIdOf(secondCamera)}
              none={t('devices.none')}
              onChoose={(id) => (id === '' ? media.stop('secondCamera') : void media.openSecondCamera(id))}
            />
            <p className={styles.hint}>{t('devices.secondHint')}</p>
          </>
        )}
      </div>
    </Panel>
  )
}

interface ChoiceProps {
  label: string
  devices: readonly MediaDeviceInfo[]
  value: string
  /** The word for choosing nothing, where that can be chosen. */
  none?: string
  onChoose: (id: string) => void
}

function Choice({ label, devices, value, none, onChoose }: ChoiceProps) {
  const t = useTexts('visit')
  const id = useId()
  return (
    <div className={styles.choice}>
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChoose(event.target.value)}>
        {(none !== undefined || value === '') && <option value="">{none ?? t('devices.none')}</option>}
        {devices.map((device, index) => (
          <option key={device.deviceId} value={device.deviceId}>
            {device.label || t('devices.unnamed', { number: index + 1 })}
          </option>
        ))}
      </select>
    </div>
  )
}

function deviceIdOf(source: { status: string; track?: MediaStreamTrack }): string {
  return source.track?.getSettings().deviceId ?? ''
}
