import { useT } from '~/hooks/use_t'
import { CodeBlock } from '~/ui/code_block'
import { ValueChip } from '~/ui/facts'
import { linesOf, WITHOUT_VALUE } from './filter_lines.ts'

/** A filter to read: line by line, or as JSON where it is more than lines. */
export function FilterWords({ filter }: { filter: string }) {
  const { t } = useT()
  const lines = linesOf(filter)
  if (lines === null) return <CodeBlock title={t('webhooks.filter')} value={filter} maxHeight={180} />
  return (
    <div style={{ fontSize: 13 }}>
      <strong>{t('webhooks.filter')}</strong>
      <ul style={{ margin: '4px 0 0', paddingLeft: 18 }}>
        {lines.map(({ path, op, value }) => (
          <li key={`${path} ${op} ${value}`}>
            <ValueChip name={path} /> {t(`webhooks.op.${op}`)} {!WITHOUT_VALUE.includes(op) && <strong>{value}</strong>}
          </li>
        ))}
      </ul>
    </div>
  )
}
