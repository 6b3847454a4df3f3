import { TextInput } from '@mantine/core'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { ValueChip } from '~/ui/facts'
import { DataTable } from '~/ui/data_table'
import type { TemplateVariable } from './types.ts'

type ValuesCardProps = {
  variables: TemplateVariable[]
  fixed: boolean
  wrong: (field: string) => string | undefined
  onChange: (variables: TemplateVariable[]) => void
}

/** Each value the texts ask for: where it comes from, a sample of it, and what is said when it is missing. */
export function ValuesCard({ variables, fixed, wrong, onChange }: ValuesCardProps) {
  const { t } = useT()
  const rows = variables.map((variable, index) => ({ variable, index }))
  const set = (index: number, change: Partial<TemplateVariable>) =>
    onChange(variables.map((each, other) => (other === index ? { ...each, ...change } : each)))
  const input = (index: number, field: 'source' | 'sample' | 'fallback', label: string) => (
    <TextInput
      size="xs"
      aria-label={`${label}: ${variables[index]?.name}`}
      placeholder={label}
      value={variables[index]?.[field] ?? ''}
      error={wrong(`variables.${index}.${field}`)}
      disabled={fixed}
      onChange={({ currentTarget: { value } }) =>
        set(index, { [field]: field === 'fallback' && value === '' ? null : value })
      }
    />
  )
  return (
    <Card title={t('templates.values')} note={t('templates.values_help')} flush>
      <DataTable
        label={t('templates.values')}
        rows={rows}
        rowKey={({ variable }) => variable.name}
        columns={[
          {
            key: 'name',
            header: t('templates.value'),
            whole: true,
            cell: ({ variable }) => <ValueChip name={variable.name} />,
          },
          {
            key: 'source',
            header: t('templates.source'),
            whole: true,
            cell: ({ index }) => input(index, 'source', t('templates.source')),
            phone: 'second',
          },
          {
            key: 'sample',
            header: t('templates.sample'),
            whole: true,
            cell: ({ index }) => input(index, 'sample', t('templates.sample')),
            phone: 'second',
          },
          {
            key: 'fallback',
            header: t('templates.fallback'),
            whole: true,
            cell: ({ index }) => input(index, 'fallback', t('templates.fallback')),
            phone: 'second',
          },
        ]}
        empty={
          <p style={{ margin: 0, padding: '0 16px 16px', fontSize: 13, color: 'var(--st-text-3)' }}>
            {t('templates.no_values')}
          </p>
        }
      />
    </Card>
  )
}
