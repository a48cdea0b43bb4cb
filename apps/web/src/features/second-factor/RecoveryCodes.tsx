import { ArrowRight, Download, Printer } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Choice } from '../../ui/index.ts'
import { CopyButton } from '../forms/CopyButton.tsx'
import styles from './SecondFactor.module.css'

interface RecoveryCodesProps {
  codes: readonly string[]
  /** Lets the browser ask before the page is closed while nobody has said that the codes are kept. */
  guard: (wouldBeLost: boolean) => void
  goOn: () => void
}

/** Shown once: each lets its person in a single time without their telephone. */
export function RecoveryCodes({ codes, guard, goOn }: RecoveryCodesProps) {
  const t = useTexts('secondFactor')
  const [kept, setKept] = useState(false)
  useEffect(() => {
    guard(!kept)
    return () => guard(false)
  }, [guard, kept])
  return (
    <>
      <ul className={styles.codes} aria-label={t('codes.list')}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className={styles.keep}>
        <CopyButton text={codes.join('\n')} label={t('codes.copy')} />
        <Button icon={Printer} onClick={() => window.print()}>
          {t('codes.print')}
        </Button>
        <Button
          icon={Download}
          onClick={() => download(t('codes.fileName'), asFile(t('codes.fileHead'), codes))}
        >
          {t('codes.download')}
        </Button>
      </div>
      <Choice
        label={t('codes.kept')}
        hint={t('codes.keptHint')}
        checked={kept}
        onChange={(event) => setKept(event.target.checked)}
      />
      <Button tone="primary" icon={ArrowRight} wide disabled={!kept} onClick={goOn}>
        {t('codes.goOn')}
      </Button>
    </>
  )
}

const asFile = (head: string, codes: readonly string[]): string => `${head}\n\n${codes.join('\n')}\n`

function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
