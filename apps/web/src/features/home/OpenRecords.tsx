import { useEffect, useState } from 'react'
import type { AppModel } from '../app/app-model.ts'
import type { SignedIn } from '../session/session-model.ts'
import { AccessBanner } from './AccessBanner.tsx'
import { AccessNews } from './access-news.ts'

interface OpenRecordsProps {
  model: AppModel
  signedIn: SignedIn
}

/** The banner where one's own pages are not shown: in a visit and at its end. */
export function OpenRecords({ model: { socket }, signedIn: { roles } }: OpenRecordsProps) {
  const [news] = useState(() => new AccessNews({ socket, roles, now: () => Date.now() }))
  useEffect(() => news.follow(), [news])
  return <AccessBanner news={news} />
}
