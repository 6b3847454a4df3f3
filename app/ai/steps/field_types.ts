export const FIELD_TYPES = ['text', 'number', 'boolean', 'date', 'email', 'phone', 'choice'] as const
export type FieldType = (typeof FIELD_TYPES)[number]

interface Field {
  name: string
  type: FieldType
  description?: string
  choices?: string[]
}

const FORMS: Record<FieldType, string> = {
  text: '',
  number: 'A plain number without unit or thousands marks',
  boolean: 'True or false, null if the text does not say',
  date: 'A date as YYYY-MM-DD',
  email: 'An e-mail address',
  phone: 'A phone number with its country code if the text gives one',
  choice: '',
}

/** Everything may be null, since a text says what it says. Strict modes want that as a union. */
export function schemaOf({ name, type, description, choices = [] }: Field): Record<string, unknown> {
  const words = [description ?? name.replaceAll('_', ' '), FORMS[type]].filter(Boolean).join('. ')
  if (type === 'choice') return { type: ['string', 'null'], enum: [...choices, null], description: words }
  const json = type === 'number' || type === 'boolean' ? type : 'string'
  return { type: [json, 'null'], description: words }
}

/** The value if it has the form of its type, else null. */
export function tidy(type: FieldType, value: unknown): unknown {
  if (value === null || value === undefined) return null
  if (type === 'number' || type === 'boolean') return value
  const text = String(value).trim()
  if (text === '') return null
  switch (type) {
    case 'date':
      return isDate(text) ? text : null
    case 'email':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? text.toLowerCase() : null
    case 'phone':
      return /^\+?[\d\s()./-]{6,25}$/.test(text) ? text : null
    default:
      return text.slice(0, 1000)
  }
}

const isDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text)
