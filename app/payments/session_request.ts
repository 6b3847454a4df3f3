import type { Client, Row } from '#app/database'
import type { Identity, PaymentRequest, Person } from '#sdk/index'
import { linkTo } from './payment.ts'
import { moneyOf } from './rows.ts'
import type { PaymentRow } from './rows.ts'

/** What the vendor is asked, as it is kept with the page: equal keys want equal words, even after a change of name. */
export async function sessionRequest(client: Client, payment: PaymentRow): Promise<PaymentRequest> {
  const contact: Row | null = payment.contact_id
    ? await client.from('contacts').where('id', payment.contact_id).first()
    : null
  const workspace: Row | null = await client.from('workspaces').where('id', payment.workspace_id).first()
  return {
    reference: payment.id,
    amount: moneyOf(payment),
    title: payment.title,
    returnUrl: `${linkTo(payment.code)}/done`,
    cancelUrl: `${linkTo(payment.code)}/back`,
    expiresAt: payment.expires_at,
    person: contact && personOf(contact),
    locale: text(contact?.language) ?? text(workspace?.locale),
  }
}

function personOf(contact: Row): Person {
  const [phone, email] = [text(contact.phone), text(contact.email)]
  const identities: Identity[] = [
    ...(phone ? [{ kind: 'phone' as const, value: phone }] : []),
    ...(email ? [{ kind: 'email' as const, value: email }] : []),
  ]
  return {
    identities,
    firstName: text(contact.first_name),
    lastName: text(contact.last_name),
    company: text(contact.company),
    language: text(contact.language),
    country: text(contact.country),
  }
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
