import db from '@adonisjs/lucid/services/db'
import type { Workspace } from '#app/accounts/workspace'
import { clock } from '#app/clock'
import { recordConsent } from '#app/contacts/consents'
import { resolveContact } from '#app/contacts/resolve'
import { transaction } from '#app/database'
import type { Row } from '#app/database'
import { newId } from '#app/ids'
import { compose } from '#app/messaging/compose'
import { forgetConfiguration } from '#app/messaging/configuration'
import type { MessageDraft } from '#app/messaging/draft'
import { Message } from '#app/messaging/message'
import { Template, TemplateVersion } from '#app/templates/template'
import type { TemplateContent, TemplateVariable } from '#app/templates/template'
import { forgetTemplates } from '#app/templates/template_choice'
import type { Identity, Person, Purpose } from '#sdk/index'
import { givenConnection } from '#tests/support/connections'
import { givenWorkspace } from '#tests/support/workspace'

type Scene = Awaited<ReturnType<typeof givenSandbox>>

/** A workspace whose only channel is the sandbox, at eleven in the morning of a Roman Friday. */
export async function givenSandbox(change: Parameters<typeof givenWorkspace>[0] = {}) {
  const workspace = await givenWorkspace(change)
  const { connection, endpoint } = await givenConnection(workspace, 'sandbox', { secret: 'a secret of the sandbox' })
  return { workspace, connection, endpoint }
}

export const FRIDAY_MORNING = Date.UTC(2026, 10, 20, 10)

let people = 0

/** Somebody with a sandbox phone; `consents: []` for somebody who never said anything. */
export async function givenContact(
  workspace: Pick<Workspace, 'id'>,
  { consents = ['marketing'], identities, ...person }: Partial<Person> & { consents?: Purpose[] } = {}
): Promise<string> {
  const known: Identity[] = identities ?? [{ kind: 'sandbox_user', value: `person-${++people}` }]
  return transaction(async (trx) => {
    const id = String(
      await resolveContact(
        trx,
        workspace.id,
        { firstName: 'Giulia', language: 'it', ...person, identities: known },
        { account: null, occurredAt: clock.now() }
      )
    )
    for (const purpose of consents) {
      await recordConsent(trx, {
        workspaceId: workspace.id,
        contactId: id,
        channel: 'whatsapp',
        purpose,
        action: 'granted',
        method: 'form',
        source: 'test',
        proof: {},
        occurredAt: clock.now(),
      })
    }
    return id
  })
}

export const content = (change: Partial<TemplateContent> = {}): TemplateContent => ({
  header: null,
  body: 'Hi {{ contact.first_name }}, your cart is still here.',
  footer: null,
  buttons: [],
  ...change,
})

export const firstName: TemplateVariable = {
  name: 'contact.first_name',
  source: 'contact.first_name',
  sample: 'Giulia',
  fallback: 'there',
}

/** A published template; one variant per language. */
export async function givenTemplate(
  workspace: Pick<Workspace, 'id'>,
  given: {
    name?: string
    purpose?: Purpose
    variants?: Record<string, TemplateContent>
    variables?: TemplateVariable[]
    version?: number
  } = {}
) {
  const template = await new Template()
    .fill({
      id: newId('template'),
      workspaceId: workspace.id,
      name: given.name ?? 'cart_reminder',
      purpose: given.purpose ?? 'marketing',
      medium: 'whatsapp',
      archivedAt: null,
    })
    .touch()
    .save()
  for (const [language, each] of Object.entries(given.variants ?? { it: content() })) {
    await givenVersion(template, {
      language,
      content: each,
      version: given.version ?? 1,
      variables: given.variables ?? [firstName],
    })
  }
  return template
}

export async function givenVersion(
  template: Template,
  given: { language: string; version: number; content?: TemplateContent; variables?: TemplateVariable[] }
) {
  const version = new TemplateVersion().fill({
    id: newId('template_version'),
    workspaceId: template.workspaceId,
    templateId: template.id,
    version: given.version,
    language: given.language,
    state: 'published',
    content: given.content ?? content(),
    variables: given.variables ?? [firstName],
    publishedAt: clock.now(),
  })
  forgetTemplates()
  return version.touch().save()
}

let drafts = 0

/** Composes with sensible defaults: a service text, unless the test says otherwise. */
export async function composed(
  { workspace, connection }: Pick<Scene, 'workspace' | 'connection'>,
  contactId: string,
  change: Partial<MessageDraft> = {}
): Promise<Message> {
  forgetConfiguration()
  forgetTemplates()
  const draft: MessageDraft = {
    workspaceId: workspace.id,
    naturalKey: `test:${++drafts}:${newId('row')}`,
    contactId,
    purpose: 'service',
    connectionId: connection.id,
    ...(change.template ? {} : { content: { kind: 'text', text: 'Hello' } }),
    ...change,
  }
  return transaction((trx) => compose(trx, draft))
}

/** Opens the 24-hour window, as a message of theirs would. */
export async function givenOpenWindow(
  { workspace, connection }: Pick<Scene, 'workspace' | 'connection'>,
  contactId: string
): Promise<void> {
  const now = clock.now()
  await db.table('conversations').insert({
    id: newId('conversation'),
    workspace_id: workspace.id,
    connection_id: connection.id,
    contact_id: contactId,
    state: 'open',
    last_inbound_at: now,
    window_until: now + 86_400_000,
    created_at: now,
    updated_at: now,
  })
}

export const messageOf = (id: string): Promise<Message> => Message.query().where('id', id).firstOrFail()

export const attemptsOf = (id: string): Promise<Row[]> => db.from('attempts').where('message_id', id).orderBy('n')

export const statusesOf = (id: string): Promise<Row[]> =>
  db.from('message_statuses').where('message_id', id).orderBy('id')
