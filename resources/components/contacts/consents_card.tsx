import { useState } from 'react'
import { ConsentTable } from '~/components/consents/consent_table'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Card } from '~/ui/card'
import { TextLink } from '~/ui/text_link'
import { RecordConsent, type ConsentAbout } from './record_consent.tsx'
import type { Consent, ContactDetails } from './types.ts'

export function ConsentsCard({
  contact,
  consents,
  ledger,
}: {
  contact: ContactDetails
  consents: Consent[]
  ledger: number
}) {
  const { t, wordOf } = useT()
  const { path, may } = useShared()
  const [about, setAbout] = useState<ConsentAbout | null>(null)
  const full = path(`/contacts/${contact.id}/consents`)
  const rows = consents.map(({ entry, ...consent }) => ({
    ...consent,
    proof:
      entry && t('contacts.proof_line', { method: wordOf(`contacts.method.${entry.method}`), wording: entry.wording }),
    href: entry ? `${full}#${entry.id}` : null,
  }))
  const recordable = may('consents.record') && !contact.erasedAt
  const links = (
    <span
      style={{ display: 'inline-flex', flex: '0 1 auto', flexWrap: 'wrap', justifyContent: 'flex-end', columnGap: 16 }}
    >
      {recordable && (
        <TextLink onClick={() => setAbout({ channel: 'whatsapp', purpose: 'marketing' })}>
          {t('contacts.record_consent')}
        </TextLink>
      )}
      {ledger > 0 && <TextLink href={full}>{t('contacts.ledger', { n: ledger })}</TextLink>}
    </span>
  )
  return (
    <Card title={t('contacts.consents')} aside={links} flush>
      <ConsentTable
        consents={rows}
        onAsk={recordable ? ({ channel, purpose }) => setAbout({ channel, purpose }) : undefined}
      />
      {about && <RecordConsent contactId={contact.id} about={about} onClose={() => setAbout(null)} />}
    </Card>
  )
}
