import { asObjects, asText } from '#sdk/index'
import type { CrmField, Json } from '#sdk/index'

const TYPES: Record<string, CrmField['type']> = {
  string: 'text',
  textarea: 'text',
  id: 'text',
  reference: 'text',
  url: 'text',
  double: 'number',
  int: 'number',
  currency: 'number',
  percent: 'number',
  boolean: 'boolean',
  date: 'date',
  datetime: 'datetime',
  picklist: 'choice',
  combobox: 'choice',
  multipicklist: 'choices',
  phone: 'phone',
  email: 'email',
}

/** The fields of a description that a mapping can hold; addresses and places are made of others. */
export function fieldsIn(description: Json): CrmField[] {
  return asObjects(description.fields).flatMap((field) => {
    const name = asText(field.name)
    const type = TYPES[asText(field.type) ?? '']
    if (!name || !type) return []
    const options = asObjects(field.picklistValues).flatMap(({ value, label, active }) => {
      const chosen = asText(value)
      return chosen && active !== false ? [{ value: chosen, title: asText(label) ?? chosen }] : []
    })
    return [
      {
        name,
        title: asText(field.label) ?? name,
        type,
        ...(options.length > 0 && { options }),
        readOnly: field.updateable !== true,
        required: field.createable === true && field.nillable === false && field.defaultedOnCreate !== true,
      },
    ]
  })
}
