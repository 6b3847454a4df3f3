import { router } from '@inertiajs/react'
import { Autocomplete, Button, Switch } from '@mantine/core'
import { useState } from 'react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { DataTable, type Column } from '~/ui/data_table'
import type { DatasetChoice, Mapping } from './types.ts'

type Name = 'websiteName' | 'messagingName'

const namesOn = (datasets: DatasetChoice[], path: 'website' | 'business_messaging') => [
  ...new Set(datasets.flatMap((dataset) => dataset.eventNames[path])),
]

/** Kept when the field is left: every line is one change of its own. */
function NameField({ mapping, name, names, label }: { mapping: Mapping; name: Name; names: string[]; label: string }) {
  const { path } = useShared()
  const [error, setError] = useState<string>()
  const save = (value: string) => {
    const next = value.trim() || null
    if (next === mapping[name]) return setError(undefined)
    router.put(
      path('/conversions/mappings'),
      { ...mapping, [name]: next },
      {
        preserveScroll: true,
        preserveState: true,
        onSuccess: () => setError(undefined),
        onError: (errors) => setError(errors[name]),
      }
    )
  }
  return (
    <Autocomplete
      size="xs"
      aria-label={label}
      placeholder="–"
      error={error}
      data={names}
      defaultValue={mapping[name] ?? ''}
      onOptionSubmit={save}
      onBlur={(event) => save(event.currentTarget.value)}
    />
  )
}

function useColumns(datasets: DatasetChoice[]): Array<Column<Mapping>> {
  const { t, wordOf } = useT()
  const { path } = useShared()
  const field = (name: Name, where: 'website' | 'business_messaging') => ({
    key: name,
    header: t(`conversions.path.${where}`),
    whole: true,
    phone: 'hide' as const,
    cell: (mapping: Mapping) => (
      <NameField
        mapping={mapping}
        name={name}
        names={namesOn(datasets, where)}
        label={`${t(`conversions.kind.${mapping.kind}`)}: ${t(`conversions.path.${where}`)}`}
      />
    ),
  })
  return [
    {
      key: 'event',
      header: t('conversions.our_event'),
      main: true,
      cell: ({ eventType }) => wordOf(`events.${eventType}`),
    },
    { key: 'kind', header: t('conversions.what'), cell: ({ kind }) => t(`conversions.kind.${kind}`), phone: 'second' },
    field('websiteName', 'website'),
    field('messagingName', 'business_messaging'),
    {
      key: 'enabled',
      header: t('conversions.on'),
      width: 70,
      whole: true,
      align: 'end',
      phone: 'first-end',
      cell: (mapping) => (
        <Switch
          size="sm"
          aria-label={t('conversions.report_this', {
            event: mapping.eventType,
            kind: t(`conversions.kind.${mapping.kind}`),
          })}
          checked={mapping.enabled}
          onChange={(event) =>
            router.put(
              path('/conversions/mappings'),
              { ...mapping, enabled: event.currentTarget.checked },
              { preserveScroll: true }
            )
          }
        />
      ),
    },
  ]
}

export function MappingTable({ mappings, datasets }: { mappings: Mapping[]; datasets: DatasetChoice[] }) {
  const { t } = useT()
  const { path } = useShared()
  const columns = useColumns(datasets)
  const reset = (
    <Button
      size="xs"
      variant="default"
      onClick={() => router.delete(path('/conversions/mappings'), { preserveScroll: true })}
    >
      {t('conversions.reset')}
    </Button>
  )
  return (
    <Card flush title={t('conversions.mappings')} note={t('conversions.mappings_help')} aside={reset}>
      <DataTable
        label={t('conversions.mappings')}
        columns={columns}
        rows={mappings}
        rowKey={({ eventType, kind, websiteName, messagingName }) =>
          [eventType, kind, websiteName, messagingName].join('|')
        }
      />
    </Card>
  )
}
