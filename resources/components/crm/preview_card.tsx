import { Button, Group, Select } from '@mantine/core'
import { IconArrowLeft, IconArrowRight, IconBan, IconEqual } from '@tabler/icons-react'
import { useState } from 'react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { ErrorBox, Notice } from '~/ui/error_box'
import type { MappingRow, OwnField, PreviewLine } from './types.ts'
import { ownTitle, shownValue } from './words.ts'
import { post } from './asking.ts'
import classes from './crm.module.css'

type Preview = { record: string | null; lines: PreviewLine[] }

type PreviewProps = {
  connectionId: string
  name: string
  people: { id: string; name: string }[]
  rows: MappingRow[]
  own: OwnField[]
}

const ICONS = { same: IconEqual, to_crm: IconArrowRight, from_crm: IconArrowLeft, kept: IconBan }

function Line({ line, own }: { line: PreviewLine; own: OwnField[] }) {
  const { t, reason, wordOf } = useT()
  const Icon = ICONS[line.becomes]
  const loses = (side: 'ours' | 'theirs') =>
    line.becomes === (side === 'ours' ? 'from_crm' : 'to_crm') ? classes.loses : classes.value
  return (
    <li className={classes.line}>
      <strong>{ownTitle(line.field, own, wordOf)}</strong>
      <span className={classes.sides}>
        <span className={loses('ours')}>{shownValue(line.ours)}</span>
        <Icon size={15} stroke={1.8} aria-label={t(`crm.becomes.${line.becomes}`)} />
        <span className={loses('theirs')}>{shownValue(line.theirs)}</span>
      </span>
      {line.code && <span className={classes.help}>{reason(line.code)}</span>}
    </li>
  )
}

/** What the mapping as it stands on the page would do to one contact. The CRM is asked, nothing is written. */
export function PreviewCard({ connectionId, name, people, rows, own }: PreviewProps) {
  const { t } = useT()
  const { path } = useShared()
  const [contact, setContact] = useState<string | null>(people[0]?.id ?? null)
  const [preview, setPreview] = useState<Preview | null>(null)
  const [state, setState] = useState<'idle' | 'asking' | 'failed'>('idle')
  const ask = async () => {
    setState('asking')
    const mapping = rows.filter(({ field, crmField }) => field && crmField)
    const answer = await post<Preview>(path(`/connections/${connectionId}/sync/previews`), { mapping, contact })
    setPreview(answer)
    setState(answer ? 'idle' : 'failed')
  }
  return (
    <Card title={t('crm.preview')}>
      {people.length === 0 ? (
        <p className={classes.help}>{t('crm.preview_nobody')}</p>
      ) : (
        <Group gap={8} align="end" wrap="nowrap">
          <Select
            size="xs"
            style={{ flex: 1 }}
            label={t('crm.preview_with')}
            data={people.map((person) => ({ value: person.id, label: person.name }))}
            value={contact}
            onChange={setContact}
            allowDeselect={false}
            searchable
          />
          <Button size="xs" variant="default" loading={state === 'asking'} onClick={() => void ask()}>
            {t('crm.preview_try')}
          </Button>
        </Group>
      )}
      {state === 'failed' && (
        <div style={{ marginTop: 12 }}>
          <ErrorBox title={t('crm.preview_failed', { name })} />
        </div>
      )}
      {preview && (
        <div aria-live="polite">
          {preview.record === null && (
            <div style={{ marginTop: 12 }}>
              <Notice title={t('crm.preview_new', { name })} />
            </div>
          )}
          <ul className={classes.lines}>
            {preview.lines.map((line) => (
              <Line key={`${line.field} ${line.crmField}`} line={line} own={own} />
            ))}
          </ul>
        </div>
      )}
    </Card>
  )
}
