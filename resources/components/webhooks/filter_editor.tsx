import { ActionIcon, Autocomplete, Button, Select, Textarea, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useT } from '~/hooks/use_t'
import { filterOf, linesOf, OPERATORS, WITHOUT_VALUE, type Line } from './filter_lines.ts'
import classes from './webhooks.module.css'

type FilterEditorProps = {
  filter: string | null
  onChange: (filter: string | null) => void
  /** What the chosen event has to compare with. */
  paths: string[]
  error?: string
}

/** Lines that must all hold; what the API wrote in another shape is edited as JSON. */
export function FilterEditor({ filter, onChange, paths, error }: FilterEditorProps) {
  const { t } = useT()
  const [lines, setLines] = useState<Line[] | null>(() => linesOf(filter))
  if (lines === null)
    return (
      <Textarea
        label={t('webhooks.filter')}
        description={t('webhooks.filter_written')}
        autosize
        minRows={3}
        value={filter ?? ''}
        error={error}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    )

  const change = (next: Line[]) => {
    setLines(next)
    onChange(filterOf(next))
  }
  const changeLine = (at: number, part: Partial<Line>) =>
    change(lines.map((line, i) => (i === at ? { ...line, ...part } : line)))

  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
      <legend style={{ fontSize: 14, fontWeight: 500, padding: 0 }}>{t('webhooks.filter')}</legend>
      <p style={{ margin: '0 0 8px', fontSize: 12, color: error ? 'var(--st-bad)' : 'var(--st-text-2)' }}>
        {error ?? t('webhooks.filter_help')}
      </p>
      <div className="st-stack" style={{ gap: 8 }}>
        {lines.map((line, i) => (
          <div key={i} className={classes.filterLine}>
            <Autocomplete
              aria-label={t('webhooks.filter_path')}
              placeholder="contact.country"
              data={paths}
              value={line.path}
              onChange={(path) => changeLine(i, { path })}
            />
            <Select
              aria-label={t('webhooks.filter_op')}
              data={OPERATORS.map((value) => ({ value, label: t(`webhooks.op.${value}`) }))}
              value={line.op}
              allowDeselect={false}
              onChange={(op) => changeLine(i, { op: op ?? line.op })}
            />
            <TextInput
              aria-label={t('webhooks.filter_value')}
              value={WITHOUT_VALUE.includes(line.op) ? '' : line.value}
              disabled={WITHOUT_VALUE.includes(line.op)}
              onChange={(event) => changeLine(i, { value: event.currentTarget.value })}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t('webhooks.filter_remove')}
              onClick={() => change(lines.filter((_, at) => at !== i))}
            >
              <IconX size={16} />
            </ActionIcon>
          </div>
        ))}
        <div>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} />}
            onClick={() => change([...lines, { path: '', op: 'equals', value: '' }])}
          >
            {t('webhooks.filter_add')}
          </Button>
        </div>
      </div>
    </fieldset>
  )
}
