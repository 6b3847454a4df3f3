import { Select, TextInput } from '@mantine/core'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { nameFor, withMeaning } from './body_map.ts'
import type { BodyMap, Leaf, MappingTarget, Meaning } from './body_map.ts'
import classes from './connections.module.css'

type BodyMapTableProps = {
  leaves: Leaf[]
  targets: MappingTarget[]
  map: BodyMap
  onChange: (map: BodyMap) => void
}

const NOTHING = ''
const VALUE = '\u0000value'

/** Each value of the request with what it is. Paths chosen before that this request does not hold come last. */
export function BodyMapTable({ leaves, targets, map, onChange }: BodyMapTableProps) {
  const { t } = useT()
  const present = new Set(leaves.map(({ path }) => path))
  const absent = Object.keys(map).filter((path) => !present.has(path))
  const rows: Leaf[] = [...leaves, ...absent.map((path) => ({ path, value: null }))]
  return (
    <Card title={t('connections.mapping_body')} note={t('connections.mapping_body_note')} flush>
      <ul className={classes.leaves} aria-label={t('connections.mapping_body')}>
        {rows.map((leaf) => (
          <LeafRow
            key={leaf.path}
            leaf={leaf}
            missing={!present.has(leaf.path)}
            targets={targets}
            meaning={map[leaf.path] ?? null}
            onChange={(meaning) => onChange(withMeaning(map, leaf.path, meaning))}
          />
        ))}
      </ul>
    </Card>
  )
}

type LeafRowProps = {
  leaf: Leaf
  missing: boolean
  targets: MappingTarget[]
  meaning: Meaning | null
  onChange: (meaning: Meaning | null) => void
}

function LeafRow({ leaf: { path, value }, missing, targets, meaning, onChange }: LeafRowProps) {
  const { t } = useT()
  const options = [
    { value: NOTHING, label: t('connections.mapping_nothing') },
    ...targets.filter(({ pairs }) => !pairs).map(({ name, title }) => ({ value: name, label: title })),
    ...(targets.some(({ pairs }) => pairs) ? [{ value: VALUE, label: t('connections.mapping_value') }] : []),
  ]
  const choose = (chosen: string | null) => {
    if (!chosen) return onChange(null)
    onChange(chosen === VALUE ? { value: nameFor(path) } : { target: chosen })
  }
  return (
    <li className={classes.leaf} data-chosen={meaning ? 'yes' : undefined}>
      <span className={classes.leafPath}>
        <span className="st-mono">{path}</span>
        <span className={classes.leafValue}>{missing ? t('connections.mapping_absent') : String(value ?? '–')}</span>
      </span>
      <span className={classes.leafMeaning}>
        <Select
          size="xs"
          aria-label={t('connections.mapping_is', { path })}
          data={options}
          value={meaning === null ? NOTHING : 'target' in meaning ? meaning.target : VALUE}
          onChange={choose}
          allowDeselect={false}
          searchable
        />
        {meaning && 'value' in meaning && (
          <TextInput
            size="xs"
            aria-label={t('connections.mapping_name', { path })}
            value={meaning.value}
            onChange={(event) => onChange({ value: event.currentTarget.value.replaceAll(/[=\n]/g, '') })}
          />
        )}
      </span>
    </li>
  )
}
