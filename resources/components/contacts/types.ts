export type FieldType = 'text' | 'number' | 'date' | 'boolean' | 'list' | 'currency'
export type Amount = { amount: number; currency: string }
export type FieldValue = string | number | boolean | Amount | null

export type CustomField = {
  name: string
  title: string
  type: FieldType
  options: string[] | null
  currency: string | null
  value: FieldValue
}

export type Identity = {
  id: string
  kind: string
  value: string
  issuer: string
  source: string
  sourceName: string | null
  at: number
}

export type LedgerEntry = {
  id: string
  channel: string
  purpose: string
  action: string
  method: string
  wording: string | null
  wordingVersion: string | null
  wayOut: string | null
  source: string
  sourceName: string | null
  proof: Record<string, string>
  at: number
  recordedAt: number
}

export type Consent = {
  channel: string
  purpose: string
  state: 'asked' | 'granted' | 'confirmed' | 'withdrawn' | 'not_asked'
  since: number | null
  entry: LedgerEntry | null
}

export type Suggestion = {
  id: string
  reason: string
  other: { id: string; name: string | null; phone: string | null; email: string | null }
}

export type Standard = Record<
  'first_name' | 'last_name' | 'company' | 'language' | 'country' | 'timezone' | 'city' | 'postal_code',
  string | null
>

export type ContactDetails = {
  id: string
  name: string | null
  phone: string | null
  email: string | null
  source: string
  erasedAt: number | null
  createdAt: number
  standard: Standard
}

export type ProfileFact = { key: string; count?: number; total?: Amount | null }

export type TimelinePart = {
  id: string
  at: number
  of: string
  kind: string
  code: string
  params?: Record<string, string | number | boolean | null>
  detail?: string | null
  tone?: 'bad'
  href?: string | null
  money?: Amount | null
}
