import type { HttpContext } from '@adonisjs/core/http'
import { E_NOT_FOUND } from '#app/accounts/errors'
import { Contact } from './contact.ts'

/** The contact of the address, in this workspace and no other. */
export async function contactOf({ workspace, params }: Pick<HttpContext, 'workspace' | 'params'>): Promise<Contact> {
  const contact = await Contact.in(workspace)
    .where('id', String(params.contact_id ?? params.id))
    .first()
  if (!contact) throw new E_NOT_FOUND()
  return contact
}

export const subjectOf = (contact: { id: string }) => ({ kind: 'contact', id: contact.id })
