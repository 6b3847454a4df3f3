import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { E_NOT_FOUND } from '#app/accounts/errors'
import { Contact } from './contact.ts'
import { idNamed } from './named_contact.ts'

/** The contact in an API address, by our id or as `ext:` and the caller's own; merged ones lead to the one that stayed. */
export async function apiContactOf(ctx: Pick<HttpContext, 'workspace' | 'params'>): Promise<Contact> {
  const contact = await apiContactIn(ctx)
  if (!contact) throw new E_NOT_FOUND()
  return contact
}

export async function apiContactIn({
  workspace,
  params,
}: Pick<HttpContext, 'workspace' | 'params'>): Promise<Contact | null> {
  const id = await idNamed(db.connection(), workspace.id, String(params.id))
  const contact = id ? await Contact.in(workspace).where('id', id).first() : null
  return contact?.mergedInto ? Contact.in(workspace).where('id', contact.mergedInto).first() : contact
}
