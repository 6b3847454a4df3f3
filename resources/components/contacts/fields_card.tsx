import { useState } from 'react'
import { number } from '~/hooks/format'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { Facts } from '~/ui/facts'
import { Money } from '~/ui/money'
import { TextLink } from '~/ui/text_link'
import { EditFields } from './edit_fields.tsx'
import { FieldWords } from './field_words.tsx'
import type { ContactDetails, CustomField, ProfileFact } from './types.ts'

/** The language's own name in the viewer's language; what is no language tag stays as it is. */
function countryName(code: string | null, locale: string) {
  if (!code || !/^[A-Za-z]{2}$/.test(code)) return code
  return new Intl.DisplayNames([locale], { type: 'region' }).of(code.toUpperCase()) ?? code
}

function languageName(tag: string | null, locale: string) {
  if (!tag) return null
  try {
    return new Intl.DisplayNames([locale], { type: 'language' }).of(tag.replace('_', '-')) ?? tag
  } catch (error) {
    if (error instanceof RangeError) return tag
    throw error
  }
}

function FactWords({ fact }: { fact: ProfileFact }) {
  const { t } = useT()
  if (!fact.count) return <>{t('contacts.no_orders')}</>
  return (
    <>
      {number(fact.count)}
      {fact.total && (
        <>
          {' '}
          · <Money minor={fact.total.amount} currency={fact.total.currency} />
        </>
      )}
    </>
  )
}

type FieldsCardProps = { contact: ContactDetails; fields: CustomField[]; facts: ProfileFact[] }

export function FieldsCard({ contact, fields, facts }: FieldsCardProps) {
  const { t, locale, wordOf } = useT()
  const { may } = useShared()
  const [editing, setEditing] = useState(false)
  const { standard } = contact
  const place = [standard.postal_code, standard.city].filter(Boolean).join(' ')
  const items = [
    { label: t('contacts.language'), value: languageName(standard.language, locale) },
    { label: t('contacts.field_zone'), value: standard.timezone },
    { label: t('contacts.city'), value: place || null },
    { label: t('contacts.country'), value: countryName(standard.country, locale) },
    { label: t('contacts.company'), value: standard.company },
    ...facts.map((fact) => ({ label: wordOf(`contacts.${fact.key}`), value: <FactWords fact={fact} /> })),
    ...fields.map((field) => ({ label: field.title, value: <FieldWords field={field} /> })),
  ]
  const editable = may('contacts.edit') && !contact.erasedAt
  return (
    <Card
      title={t('contacts.fields')}
      aside={editable && <TextLink onClick={() => setEditing(true)}>{t('console.edit')}</TextLink>}
    >
      <Facts items={items} />
      {editing && <EditFields contact={contact} fields={fields} opened onClose={() => setEditing(false)} />}
    </Card>
  )
}
