import { router } from '@inertiajs/react'
import { Button, Group } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { ErrorBox } from '~/ui/error_box'
import { TextLink } from '~/ui/text_link'
import { MappingRowEditor } from './mapping_row.tsx'
import type { CrmField, MappingProblem, MappingRow, OwnField } from './types.ts'
import { ownTitle } from './words.ts'
import classes from './crm.module.css'

type Errors = Record<string, string>

type EditorProps = {
  connectionId: string
  name: string
  saved: MappingRow[]
  rows: MappingRow[]
  onChange: (rows: MappingRow[]) => void
  own: OwnField[]
  crm: CrmField[]
  problems: MappingProblem[]
}

const EMPTY: MappingRow = { field: '', crmField: '', direction: 'both', rule: 'newest' }

export function MappingEditor({ connectionId, name, saved, rows, onChange, own, crm, problems }: EditorProps) {
  const { t, reason, wordOf } = useT()
  const { path, may } = useShared()
  const manages = may('connections.manage')
  const [errors, setErrors] = useState<Errors>(() =>
    Object.fromEntries(
      problems.map(({ row, on, code, params }) => [
        row === null ? 'mapping' : `mapping.${row}.${on}`,
        reason(code, params),
      ])
    )
  )
  const [saving, setSaving] = useState(false)
  const changed = JSON.stringify(rows) !== JSON.stringify(saved)
  const url = path(`/connections/${connectionId}/sync/mapping`)
  // What was said belongs to rows by their place, so it goes as soon as they move.
  const change = (next: MappingRow[]) => {
    setErrors({})
    onChange(next)
  }
  const save = () =>
    router.put(
      url,
      { mapping: rows.filter(({ field, crmField }) => field || crmField) },
      {
        preserveScroll: true,
        onStart: () => setSaving(true),
        onFinish: () => setSaving(false),
        onSuccess: () => setErrors({}),
        onError: (found) => setErrors(found as Errors),
      }
    )
  const reset = () => router.delete(url, { preserveScroll: true })
  const ownChoices = own.map((field) => ({
    value: field.name,
    label: ownTitle(field.name, own, wordOf),
    type: field.type,
    ...(field.writable ? {} : { note: t('crm.only_to_crm') }),
  }))
  const crmChoices = crm.map(({ name: value, title, type, readOnly, required }) => ({
    value,
    label: title,
    type,
    ...(readOnly ? { note: t('crm.read_only') } : required ? { note: t('crm.required') } : {}),
  }))
  return (
    <Card
      flush
      lined
      title={t('crm.mapping')}
      note={t('crm.mapping_note', { name })}
      aside={manages && <TextLink onClick={reset}>{t('crm.reset')}</TextLink>}
    >
      {errors.mapping && (
        <div style={{ padding: '12px 16px 0' }}>
          <ErrorBox title={errors.mapping} />
        </div>
      )}
      <ul className={classes.rows} aria-label={t('crm.mapping')}>
        {rows.map((row, index) => (
          <MappingRowEditor
            // Rows have no name of their own until a field is chosen.
            key={`${index}-${rows.length}`}
            row={row}
            name={row.field ? ownTitle(row.field, own, wordOf) : t('crm.new_row')}
            own={ownChoices}
            crm={crmChoices}
            disabled={!manages}
            errors={{
              field: errors[`mapping.${index}.field`],
              crmField: errors[`mapping.${index}.crmField`],
              direction: errors[`mapping.${index}.direction`],
            }}
            onChange={(next) => change(rows.map((one, at) => (at === index ? next : one)))}
            onRemove={() => change(rows.filter((_one, at) => at !== index))}
          />
        ))}
      </ul>
      {manages && (
        <div className={classes.foot}>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={15} />}
            onClick={() => change([...rows, { ...EMPTY }])}
          >
            {t('crm.add_row')}
          </Button>
          <Group gap={8}>
            <Button size="xs" variant="default" disabled={!changed} onClick={() => change(saved)}>
              {t('crm.undo')}
            </Button>
            <Button size="xs" disabled={!changed} loading={saving} onClick={save}>
              {t('crm.save_mapping')}
            </Button>
          </Group>
        </div>
      )}
    </Card>
  )
}
