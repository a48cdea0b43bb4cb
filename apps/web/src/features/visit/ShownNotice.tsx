import { ScreenShareOff } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Notice, useReadable } from '../../ui/index.ts'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import type { VisitModel } from './visit-model.ts'

/** Whose picture is large for everybody, and by whose choice; a doctor takes it back. */
export function ShownNotice({ visit: { pictures, nameOf, seat } }: { visit: VisitModel }) {
  const t = useTexts('visit')
  const shown = useReadable(pictures.shown)
  const problem = useReadable(pictures.problem)
  const by = shown?.by === seat.self.id ? 'you' : 'they'
  const whose = shown?.picture.person === seat.self.id ? 'own' : shown?.picture.role
  return (
    <>
      {problem !== null && <RefusalNotice code={problem} />}
      {shown !== null && (
        <Notice
          actions={
            pictures.choosesForAll && (
              <Button icon={ScreenShareOff} onClick={() => void pictures.show(null)}>
                {t('pictures.stopShowing')}
              </Button>
            )
          }
        >
          {t(`pictures.shown.${by}.${whose}`, {
            by: nameOf(shown.by),
            name: nameOf(shown.picture.person),
          })}
        </Notice>
      )}
    </>
  )
}
