import type { LucideIcon } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Card, Progress, useReadable } from '../../ui/index.ts'
import { NotFetched } from '../forms/NotFetched.tsx'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useRequest } from '../forms/use-request.ts'
import type { OpenLinksModel } from './open-links-model.ts'
import styles from './People.module.css'

/** A link is used, or its visit over, while somebody looks at the list; in milliseconds. */
const LOOK_AGAIN = 15_000

interface OpenLink {
  id: string
  displayName: string
  /** Epoch milliseconds. */
  expiresAt: number
}

interface OpenLinksProps<L extends OpenLink> {
  newModel: () => OpenLinksModel<L>
  /** Where in `people:` its texts are. */
  texts: 'open' | 'visitLinks.open'
  icon: LucideIcon
  /** What is said of each below the name, a line each; `until` is its last day, in words. */
  about: (link: L, until: string) => string[]
}

/** The links of one kind that still admit somebody, each with a button to take it back. */
export function OpenLinks<L extends OpenLink>({ newModel, texts, icon, about }: OpenLinksProps<L>) {
  const t = useTexts('people')
  const [model] = useState(newModel)
  const state = useReadable(model.state)
  const request = useRequest()
  useEffect(() => {
    void model.load()
    const timer = setInterval(() => void model.refresh(), LOOK_AGAIN)
    return () => clearInterval(timer)
  }, [model])
  return (
    <Card title={t(`${texts}.title`)} lead={t(`${texts}.lead`)}>
      {state.status === 'loading' && <Progress label={t('app:loading')} />}
      {state.status === 'failed' && <NotFetched code={state.code} again={() => void model.load()} />}
      <RefusalNotice code={request.refused} />
      {state.status === 'listed' && state.links.length === 0 && <p>{t(`${texts}.none`)}</p>}
      {state.status === 'listed' && state.links.length > 0 && (
        <ul className={styles.invitations} aria-label={t(`${texts}.title`)}>
          {state.links.map((link) => (
            <li key={link.id}>
              <div className={styles.who}>
                <strong>{link.displayName}</strong>
                {about(link, dayOf(link.expiresAt)).map((line) => (
                  <span key={line}>{line}</span>
                ))}
              </div>
              <Button
                icon={icon}
                aria-label={t(`${texts}.withdrawNamed`, { name: link.displayName })}
                onClick={() => void request.run(() => model.withdraw(link.id))}
              >
                {t(`${texts}.withdraw`)}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

const dayOf = (at: number): string => new Date(at).toLocaleDateString([], { dateStyle: 'medium' })
