import { personIdSchema } from '@visita/protocol'
import { ListRestart, Search } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Card, Select, TextField, useReadable } from '../../ui/index.ts'
import { Form } from '../forms/Form.tsx'
import { EVENT_GROUPS } from './event-groups.ts'
import styles from './Log.module.css'
import { EVERYTHING, isNumberOfPerson, type LogFilter } from './log-filter.ts'
import type { LogModel } from './log-model.ts'
import { shortNumber } from './sentences.ts'

/** By time, by what happened, by who did it and by whose record it was. */
export function SearchForm({ model }: { model: LogModel }) {
  const searched = useReadable(model.filter)
  // A search from an event below fills the form anew.
  return <Fields key={JSON.stringify(searched)} model={model} searched={searched} />
}

function Fields({ model, searched }: { model: LogModel; searched: LogFilter }) {
  const t = useTexts('log')
  const [filter, setFilter] = useState(searched)
  const [checked, setChecked] = useState(false)
  const change = (part: Partial<LogFilter>): void => setFilter({ ...filter, ...part })
  const isWrong = filter.subject.trim() !== '' && !isNumberOfPerson(filter.subject)
  const submit = (): void => {
    setChecked(true)
    if (!isWrong) void model.search(filter)
  }
  return (
    <Card title={t('filter.title')}>
      <Form className={styles.filter} submit={submit}>
        <TextField
          label={t('filter.from')}
          type="date"
          value={filter.from}
          onChange={({ target }) => change({ from: target.value })}
        />
        <TextField
          label={t('filter.until')}
          type="date"
          value={filter.until}
          onChange={({ target }) => change({ until: target.value })}
        />
        <KindField kind={filter.kind} choose={(kind) => change({ kind })} />
        <ActorField model={model} actor={filter.actor} choose={(actor) => change({ actor })} />
        <TextField
          label={t('filter.subject')}
          hint={t('filter.subjectHint')}
          problem={checked && isWrong ? t('filter.subjectProblem') : null}
          autoComplete="off"
          spellCheck={false}
          value={filter.subject}
          onChange={({ target }) => change({ subject: target.value })}
        />
        <div className={styles.actions}>
          <Button type="submit" tone="primary" icon={Search}>
            {t('filter.search')}
          </Button>
          {searched !== EVERYTHING && (
            <Button icon={ListRestart} onClick={() => void model.search(EVERYTHING)}>
              {t('filter.clear')}
            </Button>
          )}
        </div>
      </Form>
    </Card>
  )
}

function KindField({ kind, choose }: { kind: string; choose: (kind: string) => void }) {
  const t = useTexts('log')
  return (
    <Select label={t('filter.kind')} value={kind} onChange={({ target }) => choose(target.value)}>
      <option value="">{t('filter.everything')}</option>
      {EVENT_GROUPS.map(({ group, events }) => (
        <optgroup key={group} label={t(`groups.${group}`)}>
          <option value={group}>{t('allOf', { group: t(`groups.${group}`) })}</option>
          {events.map((event) => (
            <option key={event} value={event}>
              {t(`events.${event}.name`)}
            </option>
          ))}
        </optgroup>
      ))}
    </Select>
  )
}

interface ActorFieldProps {
  model: LogModel
  actor: string
  choose: (actor: string) => void
}

/** Those who work here by their names, and whoever was chosen from an event. */
function ActorField({ model, actor, choose }: ActorFieldProps) {
  const t = useTexts('log')
  const staff = useReadable(model.staff)
  const other = personIdSchema.safeParse(actor)
  const isOther = other.success && !staff.some(({ id }) => id === other.data)
  return (
    <Select label={t('filter.actor')} value={actor} onChange={({ target }) => choose(target.value)}>
      <option value="">{t('filter.anybody')}</option>
      {isOther && (
        <option value={other.data}>
          {model.nameOf(other.data) ?? t('who.number', { number: shortNumber(other.data) })}
        </option>
      )}
      {staff.map(({ id, displayName }) => (
        <option key={id} value={id}>
          {displayName}
        </option>
      ))}
    </Select>
  )
}
