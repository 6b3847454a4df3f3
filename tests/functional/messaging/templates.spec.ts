import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { clock } from '#app/clock'
import { transaction } from '#app/database'
import { record } from '#app/events/record'
import { problemsIn } from '#app/templates/template_limits'
import { preview } from '#app/templates/template_previews'
import { TemplateApproval } from '#app/templates/template'
import { connectors } from '#app/connectors/registry'
import { Temporary } from '#sdk/index'
import type { TemplateSubmission } from '#sdk/index'
import { givenConnection } from '#tests/support/connections'
import {
  composed,
  content,
  firstName,
  FRIDAY_MORNING,
  givenContact,
  givenSandbox,
  givenTemplate,
  givenVersion,
} from '#tests/support/messaging'
import { ScriptedChannel } from '#tests/support/scripted_channel'
import { givenMember, givenWorkspace } from '#tests/support/workspace'

const checked = (change: Parameters<typeof content>[0], variables = [firstName], needsApproval = true) =>
  problemsIn({ content: content(change), variables, purpose: 'marketing', needsApproval }).map(
    ({ field, code }) => `${field} ${code}`
  )

const input = (change: object = {}) => ({
  name: 'cart_reminder',
  purpose: 'marketing',
  variants: [{ language: 'it', content: content(), variables: [firstName] }],
  ...change,
})

/** A channel whose provider reviews templates. */
async function givenReviewer(workspace: { id: string }) {
  const channel = new ScriptedChannel({ templateApproval: true })
  const submitted: TemplateSubmission[] = []
  const manifest = connectors.getOrFail(channel.id)
  const load = manifest.load.bind(manifest)
  const answer: { error: Error | null } = { error: null }
  const templates = {
    list: async () => ({ items: [], cursor: null }),
    submit: async (_context: unknown, template: TemplateSubmission) => {
      if (answer.error) throw answer.error
      submitted.push(template)
      return { providerId: `t-${submitted.length}`, status: 'in_review' as const, category: 'MARKETING' }
    },
    update: async () => ({ status: 'in_review' as const, category: 'MARKETING' }),
    remove: async () => undefined,
  }
  connectors.add({
    ...manifest,
    load: async () => ({ ...(await load()), channel: { ...(await load()).channel!, templates } }),
  })
  const { connection } = await givenConnection(workspace, channel.id)
  return { connection, submitted, answer }
}

test.group('Templates', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  test('each limit names its field', ({ assert }) => {
    assert.deepEqual(checked({}), [])
    assert.deepEqual(checked({ body: `Hi {{ contact.first_name }} ${'x'.repeat(1024)}` }), ['body too_long'])
    assert.deepEqual(checked({ header: { kind: 'text', text: 'x'.repeat(61) }, footer: 'x'.repeat(61) }), [
      'header too_long',
      'footer too_long',
    ])
    assert.deepEqual(checked({ body: '' }), ['body required'])
    assert.deepEqual(checked({ body: 'Hi {{ contact.first_name' }), ['body invalid_template'])
    assert.deepEqual(checked({ body: 'Hi {{ contact.nickname }}, hello' }), ['body unknown_value'])
    assert.deepEqual(checked({ body: '{{ contact.first_name }} hello' }), ['body value_at_edge'])
    assert.deepEqual(checked({ body: 'Hi {% if a %}you{% endif %} there' }), ['body logic_not_approvable'])
    assert.deepEqual(checked({ body: 'Hi {% if a %}you{% endif %} there' }, [firstName], false), [])
    assert.deepEqual(checked({}, [{ ...firstName, sample: '', fallback: null }]), [
      'variables.0.sample sample_missing',
      'variables.0.fallback fallback_missing',
    ])
  })

  test('buttons have limits of their own', ({ assert }) => {
    const url = (title = 'Open', address = 'https://shop.example') => ({ kind: 'url' as const, title, url: address })
    const reply = (title = 'Yes') => ({ kind: 'reply' as const, id: 'yes', title })
    assert.deepEqual(checked({ buttons: [url('x'.repeat(26))] }), ['buttons.0.title too_long'])
    assert.deepEqual(checked({ buttons: [url('Open', 'javascript:alert(1)')] }), ['buttons.0.url url_invalid'])
    assert.deepEqual(checked({ buttons: [url(), url(), url()] }), ['buttons too_many_links'])
    assert.deepEqual(checked({ buttons: [reply(), url(), reply()] }), ['buttons replies_apart'])
    assert.deepEqual(checked({ buttons: [{ kind: 'phone', title: 'Call', phone: '0583' }] }), [
      'buttons.0.phone phone_invalid',
    ])
  })

  test('a preview is what would leave, with samples or with none', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const variant = {
      language: 'it',
      content: content({ buttons: [{ kind: 'url', title: 'Apri', url: 'https://shop.example', tracked: true }] }),
      variables: [firstName],
    }
    assert.containsSubset(preview(workspace, variant, false), {
      ok: true,
      bubble: { body: 'Hi Giulia, your cart is still here.', buttons: [{ kind: 'url', text: 'Apri' }] },
    })
    assert.containsSubset(preview(workspace, variant, true), {
      ok: true,
      bubble: { body: 'Hi there, your cart is still here.' },
    })
    const linked = {
      ...variant,
      content: {
        ...variant.content,
        buttons: [{ kind: 'url' as const, title: 'Apri', url: '{{ cart.recovery_url }}' }],
      },
    }
    assert.isTrue(preview(workspace, linked, false).ok, 'an address needs no sample')
    const strict = { ...variant, variables: [{ ...firstName, fallback: null }] }
    assert.deepEqual(preview(workspace, strict, true), {
      ok: false,
      code: 'missing_variable',
      params: { name: 'contact.first_name' },
    })
  })

  test('a contact gets the language it speaks', async ({ assert }) => {
    const scene = await givenSandbox({ locale: 'it' })
    await givenTemplate(scene.workspace, {
      variants: {
        it: content({ body: 'Ciao {{ contact.first_name }}!' }),
        en: content({ body: 'Hi {{ contact.first_name }}!' }),
      },
    })
    const said = async (language: string | null) => {
      const contactId = await givenContact(scene.workspace, { language })
      return (await composed(scene, contactId, { purpose: 'marketing', template: 'cart_reminder' })).preview
    }
    assert.equal(await said('en-GB'), 'Hi Giulia!')
    assert.equal(await said('it'), 'Ciao Giulia!')
    assert.equal(await said('de'), 'Ciao Giulia!')
    await givenTemplate(scene.workspace, { name: 'only_french', variants: { fr: content() } })
    const message = await composed(scene, await givenContact(scene.workspace, { language: 'de' }), {
      purpose: 'marketing',
      template: 'only_french',
    })
    assert.equal(message.code, 'template_language_missing')
  })

  test('a draft is written, and handed in at the provider', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const { submitted, connection } = await givenReviewer(workspace)
    const user = await givenMember(workspace, 'manager')
    const base = `/w/${workspace.id}/templates`
    const button = { kind: 'url', title: 'Finish', url: '{{ cart.url }}', tracked: true }
    const variables = [
      firstName,
      { name: 'cart.url', source: 'cart.url', sample: 'https://shop.example/c', fallback: 'https://shop.example' },
    ]
    const written = input({
      variants: [{ language: 'it', content: content({ buttons: [button] as never }), variables }],
    })
    await client.post(base).loginAs(user).withCsrfToken().json(written).redirects(0)
    const template = await db.from('templates').where('workspace_id', workspace.id).firstOrFail()
    await client.post(`${base}/${template.id}/submissions`).loginAs(user).withCsrfToken().redirects(0)

    assert.containsSubset(submitted, [
      { name: 'cart_reminder', language: 'it', category: 'marketing', samples: { 'contact.first_name': 'Giulia' } },
    ])
    const [sent] = submitted[0].buttons
    assert.match(sent.kind === 'url' ? sent.url : '', /\/l\/\{\{code\}\}$/)
    const approval = await TemplateApproval.query().where('connectionId', connection.id).firstOrFail()
    assert.containsSubset(approval.$attributes, {
      status: 'in_review',
      providerTemplateId: 't-1',
      category: 'marketing',
    })

    await client.put(`${base}/${template.id}`).loginAs(user).withCsrfToken().json(written).redirects(0)
    const versions = await db.from('template_versions').where('template_id', template.id).orderBy('version')
    assert.deepEqual(
      versions.map(({ version, state }) => `${version} ${state}`),
      ['1 published', '2 draft']
    )
  })

  test('one with something to fix is not handed in', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const { submitted } = await givenReviewer(workspace)
    const user = await givenMember(workspace, 'manager')
    const unfinished = input({
      variants: [{ language: 'it', content: content(), variables: [{ ...firstName, fallback: null }] }],
    })
    await client.post(`/w/${workspace.id}/templates`).loginAs(user).withCsrfToken().json(unfinished).redirects(0)
    const template = await db.from('templates').where('workspace_id', workspace.id).firstOrFail()
    await client
      .post(`/w/${workspace.id}/templates/${template.id}/submissions`)
      .loginAs(user)
      .withCsrfToken()
      .redirects(0)
    assert.lengthOf(submitted, 0)
  })

  test('what the provider did not take can be handed in again', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const { submitted, answer } = await givenReviewer(workspace)
    const user = await givenMember(workspace, 'manager')
    await client.post(`/w/${workspace.id}/templates`).loginAs(user).withCsrfToken().json(input()).redirects(0)
    const template = await db.from('templates').where('workspace_id', workspace.id).firstOrFail()
    const submit = () =>
      client.post(`/w/${workspace.id}/templates/${template.id}/submissions`).loginAs(user).withCsrfToken().redirects(0)
    answer.error = new Temporary('Ill')
    await submit()
    assert.equal((await TemplateApproval.query().where('workspaceId', workspace.id).firstOrFail()).status, 'draft')
    answer.error = null
    await submit()
    assert.lengthOf(submitted, 1)
    assert.equal((await TemplateApproval.query().where('workspaceId', workspace.id).firstOrFail()).status, 'in_review')
  })

  test('the approved version keeps being sent while the next is in review', async ({ assert }) => {
    const workspace = await givenWorkspace()
    const { connection } = await givenReviewer(workspace)
    const template = await givenTemplate(workspace)
    const first = await db.from('template_versions').where('template_id', template.id).firstOrFail()
    const second = await givenVersion(template, {
      language: 'it',
      version: 2,
      content: content({ body: 'New: {{ contact.first_name }}!' }),
    })
    for (const [id, providerName, status] of [
      [first.id, 'cart_reminder', 'approved'],
      [second.id, 'cart_reminder_v2', 'in_review'],
    ]) {
      await db.table('template_approvals').insert({
        id: `tpa_${id.slice(4)}`,
        workspace_id: workspace.id,
        template_version_id: id,
        connection_id: connection.id,
        provider_name: providerName,
        provider_template_id: `p-${providerName}`,
        language: 'it',
        status,
        submitted_at: 0,
        status_since: 0,
        created_at: 0,
        updated_at: 0,
      })
    }
    const scene = { workspace, connection }
    const contactId = await givenContact(workspace)
    const said = async () =>
      (await composed(scene, contactId, { purpose: 'marketing', template: 'cart_reminder' })).content
    assert.containsSubset(await said(), { name: 'cart_reminder' })

    await updated(connection, { providerTemplateId: 'p-cart_reminder_v2', status: 'approved', quality: 'GREEN' })
    assert.containsSubset(await said(), { name: 'cart_reminder_v2' })
    await updated(connection, { providerTemplateId: 'p-cart_reminder_v2', status: 'paused', reason: 'low_quality' })
    assert.containsSubset(await said(), { name: 'cart_reminder' })
  })

  test('a viewer reads templates and changes none', async ({ client }) => {
    const { workspace } = await givenSandbox()
    const viewer = await givenMember(workspace, 'viewer')
    const page = await client.get(`/w/${workspace.id}/templates`).loginAs(viewer).withInertia()
    page.assertStatus(200)
    const refused = await client
      .post(`/w/${workspace.id}/templates`)
      .loginAs(viewer)
      .withCsrfToken()
      .json(input())
      .redirects(0)
    refused.assertStatus(403)
  })
})

/** News of a template as the provider's webhook brings it. */
async function updated(
  connection: { id: string; workspaceId: string; connector: string; account: string | null },
  payload: object
) {
  clock.advance(1000)
  await transaction((trx) =>
    record(trx, [
      {
        workspaceId: connection.workspaceId,
        connector: connection.connector,
        connectionId: connection.id,
        account: connection.account,
        type: 'template.updated',
        key: `t:${clock.now()}`,
        occurredAt: clock.now(),
        payload: { name: null, language: null, reason: null, category: null, ...payload },
      },
    ])
  )
}
