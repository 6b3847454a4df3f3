import db from '@adonisjs/lucid/services/db'
import { newId } from '#app/ids'
import { givenConnection } from '#tests/support/connections'
import { FakeGraph } from '#tests/support/fake_world/graph'
import { givenTemplate } from '#tests/support/messaging'
import type { Seeded } from './seeded.ts'

const ACCOUNT = '104995512345678'
const TOKEN = 'system-user-token-for-the-crash-test'

/** A WhatsApp number with one approved template, `order_update`, at a Graph API of its own. */
export async function givenWhatsApp(workspace: { id: string }, chance: Seeded) {
  const graph = new FakeGraph()
  const number = String(100_000_000_000_000 + chance.between(0, 2 ** 31))
  graph.addToken(TOKEN).addNumber({ id: number, businessAccount: ACCOUNT, phone: '+390583555010' })
  graph.addTemplate({
    businessAccount: ACCOUNT,
    name: 'order_update',
    language: 'it',
    category: 'UTILITY',
    body: 'Hi {{contact_first_name}}, your cart is still here.',
  })
  const origin = await graph.start()
  const { connection, endpoint } = await givenConnection(workspace, 'whatsapp', {
    account: number,
    credentials: { accessToken: TOKEN, appSecret: graph.appSecret, verifyToken: 'verify-token' },
    settings: { phoneNumberId: number, businessAccountId: ACCOUNT, perSecond: 5000 },
  })
  if (!endpoint) throw new Error('The connection has no endpoint')
  await givenApproved(workspace, connection.id)
  return { graph, connection, endpoint, stands: { 'https://graph.facebook.com': origin } }
}

async function givenApproved(workspace: { id: string }, connectionId: string) {
  const template = await givenTemplate(workspace, { name: 'order_update', purpose: 'service' })
  const version = await db.from('template_versions').where('template_id', template.id).firstOrFail()
  await db.table('template_approvals').insert({
    id: newId('template_approval'),
    workspace_id: workspace.id,
    template_version_id: version.id,
    connection_id: connectionId,
    provider_name: 'order_update',
    provider_template_id: '1',
    language: 'it',
    status: 'approved',
    category: 'utility',
    submitted_at: 0,
    status_since: 0,
    created_at: 0,
    updated_at: 0,
  })
}
