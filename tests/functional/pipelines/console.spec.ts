import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { ApiToken } from '#app/accounts/api_token'
import type { User } from '#app/accounts/user'
import { clock } from '#app/clock'
import { Pipeline } from '#app/pipelines/pipeline'
import { drain } from '#app/work/worker'
import { FRIDAY_MORNING, givenContact, givenSandbox } from '#tests/support/messaging'
import { abandon, chain, givenPipeline, graph, onlyRun, runsOf } from '#tests/support/pipelines'
import { givenMember, givenOwner } from '#tests/support/workspace'

const patient = chain(
  { type: 'wait', id: 'rest', name: 'Rest', config: { mode: 'duration', duration: '1h' } },
  { type: 'end', id: 'over', name: 'Over' }
)

const send = (client: ApiClient, user: User, method: 'post' | 'put' | 'delete', path: string, body = {}) =>
  client[method](path).loginAs(user).withCsrfToken().redirects(0).json(body)

test.group('The pipelines pages', (group) => {
  group.each.setup(() => {
    clock.freeze(FRIDAY_MORNING)
    return () => clock.restore()
  })

  async function scene() {
    const { workspace } = await givenSandbox()
    const pipeline = await givenPipeline(workspace, patient)
    const contactId = await givenContact(workspace)
    await abandon(workspace, contactId)
    await drain()
    const at = (path: string) => `/w/${workspace.id}${path}`
    return {
      workspace,
      pipeline,
      contactId,
      at,
      viewer: await givenMember(workspace, 'viewer'),
      manager: await givenMember(workspace, 'manager'),
      operator: await givenMember(workspace, 'operator'),
    }
  }

  test('list each with its version and how it went', async ({ client, assert }) => {
    const { at, viewer } = await scene()
    const page = await client.get(at('/pipelines')).loginAs(viewer).withInertia()
    page.assertInertiaComponent('pipelines/index')
    assert.containsSubset(page.inertiaProps, {
      pipelines: [{ name: 'Abandoned cart', state: 'live', version: 1, entered: 1, active: 1 }],
    })
  })

  for (const view of ['canvas', 'outline', 'runs', 'rules', 'versions']) {
    test(`show one as ${view}`, async ({ client, assert }) => {
      const { at, viewer, pipeline } = await scene()
      const page = await client
        .get(at(`/pipelines/${pipeline.id}?view=${view}`))
        .loginAs(viewer)
        .withInertia()
      page.assertStatus(200)
      assert.containsSubset(page.inertiaProps, {
        view,
        version: 1,
        differs: false,
        problems: [],
        figures: { entered: 1, active: 1 },
      })
      const { drawing } = page.inertiaProps as { drawing: { trigger: object; nodes: object[]; edges: object[] } }
      assert.containsSubset(drawing.trigger, { type: 'trigger', figures: [{ value: 1 }] })
      assert.containsSubset(drawing.nodes, [
        { id: 'rest', name: 'Rest', summary: '1h', figures: [{ value: 1 }, { value: 1 }] },
      ])
      assert.containsSubset(drawing.edges, [{ from: 'trigger', to: 'rest', count: 1 }])
    })
  }

  test('install from the library, after saying what is missing', async ({ client, assert }) => {
    const { at, manager, workspace } = await scene()
    const page = await client.get(at('/pipelines/new')).loginAs(manager).withInertia()
    assert.containsSubset(page.inertiaProps, {
      entries: [
        { key: 'abandoned_cart', steps: 6 },
        { key: 'welcome', missing: [] },
      ],
    })
    const answer = await send(client, manager, 'post', at('/pipelines'), { library_key: 'welcome' })
    const made = await Pipeline.in(workspace).where('library_key', 'welcome').firstOrFail()
    assert.equal(answer.header('location'), at(`/pipelines/${made.id}`))
    assert.equal(made.name, 'Benvenuto')
    assert.equal(made.state, 'draft')
  })

  test('keep a draft that holds together, and name what does not', async ({ client, assert }) => {
    const { at, manager, pipeline } = await scene()
    const wrong = graph(chain({ type: 'add_tag', id: 'tag', config: { tag: '{{ cart.colour }}' } }))
    await send(client, manager, 'put', at(`/pipelines/${pipeline.id}/draft`), {
      name: 'Renamed',
      graph: JSON.stringify(wrong),
    })
    await pipeline.refresh()
    assert.equal(pipeline.name, 'Abandoned cart')

    const right = graph(chain({ type: 'add_tag', id: 'tag', config: { tag: 'left a cart' } }))
    await send(client, manager, 'put', at(`/pipelines/${pipeline.id}/draft`), {
      name: 'Renamed',
      graph: JSON.stringify(right),
    })
    await pipeline.refresh()
    assert.equal(pipeline.name, 'Renamed')
    await send(client, manager, 'put', at(`/pipelines/${pipeline.id}/draft`), { name: 'Renamed', graph: '{' })
    await pipeline.refresh()
    assert.equal(pipeline.draft.nodes[0].id, 'tag')

    const page = await client
      .get(at(`/pipelines/${pipeline.id}`))
      .loginAs(manager)
      .withInertia()
    assert.containsSubset(page.inertiaProps, { differs: true, version: 1 })
    await send(client, manager, 'post', at(`/pipelines/${pipeline.id}/versions`))
    const after = await client
      .get(at(`/pipelines/${pipeline.id}`))
      .loginAs(manager)
      .withInertia()
    assert.containsSubset(after.inertiaProps, { differs: false, version: 2 })
  })

  test('pause, resume and stop', async ({ client, assert }) => {
    const { at, manager, pipeline } = await scene()
    const state = async () => (await pipeline.refresh()).state
    await send(client, manager, 'post', at(`/pipelines/${pipeline.id}/pause`))
    assert.equal(await state(), 'paused')
    await send(client, manager, 'delete', at(`/pipelines/${pipeline.id}/pause`))
    assert.equal(await state(), 'live')
    await send(client, manager, 'delete', at(`/pipelines/${pipeline.id}`))
    assert.isNull((await pipeline.refresh()).archivedAt)
    await send(client, manager, 'post', at(`/pipelines/${pipeline.id}/stop`))
    assert.equal(await state(), 'stopped')
    await send(client, manager, 'delete', at(`/pipelines/${pipeline.id}`))
    assert.isNotNull((await pipeline.refresh()).archivedAt)
  })

  test('trace a run, and let an operator act on it', async ({ client, assert }) => {
    const { at, viewer, operator, pipeline } = await scene()
    const run = await onlyRun(pipeline)
    const list = await client.get(at('/runs?state=active')).loginAs(viewer).withInertia()
    assert.containsSubset(list.inertiaProps, { runs: [{ id: run.id, state: 'waiting', contact: { name: 'Giulia' } }] })
    const page = await client
      .get(at(`/runs/${run.id}`))
      .loginAs(viewer)
      .withInertia()
    assert.containsSubset(page.inertiaProps, {
      run: { id: run.id, state: 'waiting', version: 1 },
      steps: [{ name: 'Rest', state: 'waiting' }],
      ahead: [{ name: 'Over' }],
    })
    const { chain: told } = page.inertiaProps as { chain: { hops: object[] } }
    assert.lengthOf(told.hops, 9)

    await send(client, operator, 'post', at(`/runs/${run.id}/pause`))
    assert.equal((await onlyRun(pipeline)).state, 'paused')
    await send(client, operator, 'delete', at(`/runs/${run.id}/pause`))
    await send(client, operator, 'post', at(`/runs/${run.id}/continuation`))
    await drain()
    assert.equal((await onlyRun(pipeline)).state, 'completed')
    await send(client, operator, 'post', at(`/runs/${run.id}/replays`))
    const [, second] = await runsOf(pipeline)
    assert.equal(second.replayOf, run.id)
    await send(client, operator, 'delete', at(`/runs/${second.id}`))
    assert.equal((await runsOf(pipeline))[1].state, 'cancelled')
  })

  test('start a run over the API, once per key', async ({ client, assert }) => {
    const { workspace, pipeline, contactId } = await scene()
    const owner = await givenOwner(workspace)
    const { token } = await ApiToken.issue(workspace, {
      name: 'script',
      scopes: ['runs.operate', 'pipelines.view'],
      createdBy: owner.id,
    })
    const post = (body: object) =>
      client.post(`/api/v1/pipelines/${pipeline.id}/runs`).header('authorization', `Bearer ${token}`).json(body)
    const first = await post({ contact_id: contactId, key: 'order-7', variables: { note: 'x' } })
    first.assertStatus(201)
    const again = await post({ contact_id: contactId, key: 'order-7' })
    again.assertStatus(200)
    assert.equal(again.body().data.id, first.body().data.id)
    const unknown = await post({ contact_id: 'ctc_nobody', key: 'order-8' })
    unknown.assertStatus(404)
    assert.equal(unknown.body().code, 'contact_unknown')
    const shown = await client.get(`/api/v1/runs/${first.body().data.id}`).header('authorization', `Bearer ${token}`)
    assert.containsSubset(shown.body(), { data: { state: 'running', pipelineId: pipeline.id } })
  })
})
