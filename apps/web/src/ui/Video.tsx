import { useEffect, useMemo, useRef, useState } from 'react'
import styles from './Video.module.css'

interface VideoProps {
  video: MediaStreamTrack | null
  audio?: MediaStreamTrack | null
  /** Read out by a screen reader. */
  label: string
  /** Own pictures are mirrored, as people know themselves. */
  mirrored?: boolean
  /** `cover` crops to fill its place, `contain` shows all of the picture. */
  fit?: 'cover' | 'contain'
  speakerId?: string | null
  /** The browser wants a press before it plays sound. */
  onBlocked?: (playNow: () => void) => void
  ref?: (element: HTMLVideoElement | null) => void
}

/** Plays live tracks. The element stays the same while its tracks change, so the picture never blinks. */
export function Video({
  video,
  audio = null,
  label,
  mirrored = false,
  fit = 'cover',
  speakerId = null,
  onBlocked,
  ref,
}: VideoProps) {
  const element = useRef<HTMLVideoElement>(null)
  const [stream] = useState(() => new MediaStream())
  const tracks = useMemo(() => [video, audio].filter((track) => track !== null), [video, audio])

  useEffect(() => {
    for (const track of stream.getTracks()) if (!tracks.includes(track)) stream.removeTrack(track)
    for (const track of tracks) stream.addTrack(track)
    const player = element.current
    if (!player) return
    if (player.srcObject !== stream) player.srcObject = stream
    player.play().catch((error: unknown) => {
      const blocked = error instanceof Error && error.name === 'NotAllowedError'
      if (blocked) onBlocked?.(() => void player.play())
    })
  }, [stream, tracks, onBlocked])

  useEffect(() => {
    // Firefox for Android and Safari choose the speaker themselves.
    if (speakerId !== null) void element.current?.setSinkId?.(speakerId).catch(() => undefined)
  }, [speakerId])

  return (
    // oxlint-disable-next-line jsx-a11y/media-has-caption -- live speech has no caption file
    <video
      ref={(node) => {
        element.current = node
        ref?.(node)
      }}
      className={styles.video}
      data-mirrored={mirrored}
      data-fit={fit}
      aria-label={label}
      muted={audio === null}
      autoPlay
      playsInline
    />
  )
}
