import { ActionIcon, SegmentedControl, Select, VisuallyHidden } from '@mantine/core'
import { IconArrowLeft, IconArrowRight, IconArrowsLeftRight, IconTrash } from '@tabler/icons-react'
import { useT } from '~/hooks/use_t'
import { FieldSelect, type FieldChoice } from './field_select.tsx'
import { DIRECTIONS, RULES, type Direction, type MappingRow, type Rule } from './types.ts'
import classes from './crm.module.css'

const ARROWS = { from_crm: IconArrowLeft, both: IconArrowsLeftRight, to_crm: IconArrowRight }

type RowProps = {
  row: MappingRow
  /** What is said of the row to who cannot see where it stands: our field’s name. */
  name: string
  own: FieldChoice[]
  crm: FieldChoice[]
  errors: Partial<Record<'field' | 'crmField' | 'direction', string>>
  disabled: boolean
  onChange: (row: MappingRow) => void
  onRemove: () => void
}

function DirectionControl({ row, name, disabled, onChange }: Pick<RowProps, 'row' | 'name' | 'disabled' | 'onChange'>) {
  const { t } = useT()
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('crm.direction_of', { field: name })}
      value={row.direction}
      disabled={disabled}
      onChange={(direction) => onChange({ ...row, direction: direction as Direction })}
      data={DIRECTIONS.map((direction) => {
        const Arrow = ARROWS[direction]
        return {
          value: direction,
          label: (
            <span title={t(`crm.direction.${direction}`)} style={{ display: 'flex', padding: '2px 0' }}>
              <Arrow size={15} stroke={1.8} aria-hidden />
              <VisuallyHidden>{t(`crm.direction.${direction}`)}</VisuallyHidden>
            </span>
          ),
        }
      })}
    />
  )
}

export function MappingRowEditor({ row, name, own, crm, errors, disabled, onChange, onRemove }: RowProps) {
  const { t } = useT()
  const said = Object.values(errors).filter(Boolean)
  return (
    <li className={classes.row}>
      <div data-part="own" style={{ '--part': 'own' }}>
        <FieldSelect
          label={t('crm.own_field')}
          choices={own}
          value={row.field}
          error={Boolean(errors.field)}
          disabled={disabled}
          onChange={(field) => onChange({ ...row, field })}
        />
      </div>
      <div data-part="direction" style={{ '--part': 'direction' }}>
        <DirectionControl row={row} name={name} disabled={disabled} onChange={onChange} />
      </div>
      <div data-part="crm" style={{ '--part': 'crm' }}>
        <FieldSelect
          label={t('crm.crm_field_of', { field: name })}
          choices={crm}
          value={row.crmField}
          error={Boolean(errors.crmField)}
          disabled={disabled}
          onChange={(crmField) => onChange({ ...row, crmField })}
        />
      </div>
      <Select
        size="xs"
        data-part="rule"
        style={{ '--part': 'rule' }}
        aria-label={t('crm.rule_of', { field: name })}
        data={RULES.map((rule) => ({ value: rule, label: t(`crm.rule.${rule}`) }))}
        value={row.rule}
        // One way, only one side is ever written, so that nothing is to be decided.
        disabled={disabled || row.direction !== 'both'}
        onChange={(rule) => rule && onChange({ ...row, rule: rule as Rule })}
        allowDeselect={false}
      />
      {!disabled && (
        <ActionIcon
          variant="subtle"
          color="gray"
          size={30}
          data-part="remove"
          style={{ '--part': 'remove' }}
          aria-label={t('crm.remove_row', { field: name })}
          onClick={onRemove}
        >
          <IconTrash size={16} stroke={1.6} />
        </ActionIcon>
      )}
      {said.length > 0 && (
        <p className={classes.error} role="alert">
          {said.join(' ')}
        </p>
      )}
    </li>
  )
}
