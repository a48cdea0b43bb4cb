import type { CaseId, Measurement, Photo } from '@visita/protocol'
import {
  ArrowLeft,
  ArrowRight,
  Check,
  Circle,
  Minus,
  Plus,
  Ruler,
  Undo2,
  ZoomIn,
  ZoomOut,
} from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { measurementApi } from '../../platform/measurement-api.ts'
import { photoApi } from '../../platform/photo-api.ts'
import { Button, Card, Choice, Notice, Progress, TextField } from '../../ui/index.ts'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useRequest } from '../forms/use-request.ts'
import record from '../record/Record.module.css'
import { dayAndTime } from '../record/times.ts'
import { drawnIn, resultOf } from './drawing.ts'
import { DrawnPicture } from './DrawnPicture.tsx'
import styles from './Measuring.module.css'
import { TOOLS, useMeasuring, type Measuring as State } from './use-measuring.ts'
import { areaWords, lengthWords } from './words.ts'

const CLOSER = 1.5

interface MeasuringProps {
  of: CaseId
  photo: Photo
  kept: Measurement | null
  onDone: () => void
}

/** Draws around a lesion, beside a scale, and keeps the size that this comes to. */
export function Measuring({ of, photo, kept, onDone }: MeasuringProps) {
  const address = photoApi.address(of, photo.id, 'screen')
  const state = useMeasuring(address, photo, kept)
  return (
    <div className={styles.beside}>
      <DrawnPicture measuring={state} address={address} />
      <div className={record.page}>
        <ScaleCard state={state} />
        <OutlineCard state={state} />
        <SizeCard of={of} photo={photo} kept={kept} state={state} onDone={onDone} />
      </div>
    </div>
  )
}

function ScaleCard({ state }: { state: State }) {
  const t = useTexts('measuring')
  const { looking, drawing } = state
  const hasMarker = looking.status === 'looked' && looking.marker !== null
  return (
    <Card title={t('scale.title')}>
      {looking.status === 'looking' && <Progress label={t('looking')} />}
      {looking.status === 'failed' && <Notice tone="problem">{t('unreadable')}</Notice>}
      {drawing.scale.kind === 'none' && looking.status === 'looked' && (
        <Notice tone="problem">{t('scale.none')}</Notice>
      )}
      {drawing.scale.kind === 'marker' && <p>{t('scale.marker')}</p>}
      {drawing.scale.kind === 'ruler' && (
        <>
          <p>{t('scale.ruler')}</p>
          <Length mm={drawing.scale.mm} onChange={state.setLength} />
        </>
      )}
      {drawing.scale.kind === 'ruler' ? (
        hasMarker && <Button onClick={state.useMarker}>{t('scale.useMarker')}</Button>
      ) : (
        <Button icon={Ruler} onClick={state.useRuler}>
          {t('scale.useRuler')}
        </Button>
      )}
    </Card>
  )
}

function Length({ mm, onChange }: { mm: number | null; onChange: (mm: number | null) => void }) {
  const t = useTexts('measuring')
  const [text, setText] = useState(mm === null ? '' : String(mm))
  return (
    <TextField
      label={t('scale.length')}
      hint={t('scale.lengthHint')}
      inputMode="decimal"
      autoComplete="off"
      value={text}
      onChange={({ target }) => {
        setText(target.value)
        onChange(lengthIn(target.value))
      }}
      problem={text !== '' && mm === null ? t('scale.lengthWrong') : null}
    />
  )
}

/** Also with the comma of those who write it so. */
function lengthIn(text: string): number | null {
  const mm = Number(text.trim().replace(',', '.'))
  return text.trim() !== '' && mm >= 1 && mm <= 500 ? mm : null
}

function OutlineCard({ state }: { state: State }) {
  const t = useTexts('measuring')
  const { tool, held, drawing, proposal, looking } = state
  const holdsPoint = held?.of === 'outline'
  return (
    <Card title={t('tool.title')}>
      {TOOLS.map((each) => (
        <Choice
          key={each}
          type="radio"
          name="tool"
          label={t(`tool.${each}`)}
          hint={t(`tool.${each}How`)}
          checked={tool === each}
          disabled={each === 'propose' && looking.status !== 'looked'}
          onChange={() => state.choose(each)}
        />
      ))}
      {proposal === 'underway' && <Progress label={t('tool.proposing')} />}
      {proposal === 'not_told' && <Notice tone="problem">{t('tool.notTold')}</Notice>}
      <div className={styles.actions}>
        <Button icon={ZoomIn} onClick={() => state.enlarge(CLOSER)}>
          {t('tool.larger')}
        </Button>
        <Button icon={ZoomOut} onClick={() => state.enlarge(1 / CLOSER)}>
          {t('tool.smaller')}
        </Button>
        {drawing.outline.length === 0 ? (
          <Button icon={Circle} onClick={state.beginWithCircle}>
            {t('tool.circle')}
          </Button>
        ) : (
          <>
            <Button icon={ArrowLeft} onClick={() => state.holdBeside(-1)}>
              {t('tool.previous')}
            </Button>
            <Button icon={ArrowRight} onClick={() => state.holdBeside(1)}>
              {t('tool.next')}
            </Button>
            <Button icon={Plus} disabled={!holdsPoint} onClick={state.addPoint}>
              {t('tool.add')}
            </Button>
            <Button icon={Minus} disabled={!holdsPoint} onClick={state.removePoint}>
              {t('tool.remove')}
            </Button>
            <Button icon={Undo2} onClick={state.beginAgain}>
              {t('tool.again')}
            </Button>
          </>
        )}
      </div>
    </Card>
  )
}

function SizeCard({ of, photo, kept, state, onDone }: MeasuringProps & { state: State }) {
  const t = useTexts('measuring')
  const request = useRequest()
  const result = resultOf(state.drawing, state.picture)
  const drawn = result.measured ? drawnIn(state.drawing, state.picture) : null
  const keep = (what: typeof drawn): void =>
    void request.run(async () => {
      await measurementApi.keep(of, photo.id, { after: kept?.revision ?? 0, drawn: what })
      onDone()
    })
  return (
    <Card title={t('size.title')}>
      <p role="status" className={styles.size}>
        {result.measured ? (
          <>
            <strong>{areaWords(result, t)}</strong>
            <span>{lengthWords(result, t)}</span>
          </>
        ) : (
          t(`size.${result.why}`)
        )}
      </p>
      {result.measured && <p className={record.quiet}>{t('size.how')}</p>}
      {kept?.measured && (
        <p className={record.quiet}>
          {t('kept', { name: kept.by.displayName || t('nobody'), time: dayAndTime(kept.at) })}
        </p>
      )}
      <RefusalNotice code={request.refused} here={{ conflict: t('crossed') }} />
      <div className={styles.actions}>
        <Button
          tone="primary"
          icon={Check}
          disabled={drawn === null || request.sending}
          onClick={() => keep(drawn)}
        >
          {t('keep')}
        </Button>
        {kept?.measured && (
          <Button icon={Undo2} disabled={request.sending} onClick={() => keep(null)}>
            {t('takeBack')}
          </Button>
        )}
      </div>
    </Card>
  )
}
