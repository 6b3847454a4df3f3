import { createHmac } from 'node:crypto'
import { test } from '@japa/runner'
import { drain } from '#app/work/worker'
import { givenConnection, pathOf } from '#tests/support/connections'
import { givenMember, givenWorkspace } from '#tests/support/workspace'

const SECRET = 'the-signing-secret-of-this-test'

async function givenDelivery() {
  const workspace = await givenWorkspace()
  const { connection, endpoint } = await givenConnection(workspace, 'inbound-webhook', { secret: SECRET })
  const body = JSON.stringify({ phone: '+393475550142' })
  const signature = createHmac('sha256', SECRET).update(body).digest('hex')
  const answer = await fetch(`http://${process.env.HOST}:${process.env.PORT}${pathOf(endpoint!)}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', 'x-signature': signature },
  })
  const { delivery } = (await answer.json()) as { delivery: string }
  await drain()
  return { workspace, connection, delivery }
}

test.group('Deliveries under Developers', () => {
  test('all of a workspace are listed, whichever way they came', async ({ client, assert }) => {
    const { workspace, delivery } = await givenDelivery()
    const page = await client
      .get(`/w/${workspace.id}/developers/deliveries`)
      .loginAs(await givenMember(workspace))
      .withInertia()
    page.assertStatus(200)
    page.assertInertiaComponent('developers/deliveries')
    assert.deepEqual(
      (page.inertiaProps as { deliveries: { id: string }[] }).deliveries.map(({ id }) => id),
      [delivery]
    )
  })

  test('one is shown with its connection', async ({ client }) => {
    const { workspace, connection, delivery } = await givenDelivery()
    const page = await client
      .get(`/w/${workspace.id}/developers/deliveries/${delivery}`)
      .loginAs(await givenMember(workspace))
      .redirects(0)
    page.assertHeader('location', `/w/${workspace.id}/connections/${connection.id}/deliveries/${delivery}`)
  })

  test('those of another workspace are not there', async ({ client }) => {
    const { delivery } = await givenDelivery()
    const other = await givenWorkspace()
    const page = await client
      .get(`/w/${other.id}/developers/deliveries/${delivery}`)
      .loginAs(await givenMember(other))
      .redirects(0)
    page.assertStatus(404)
  })

  test('the room opens on what the viewer may see', async ({ client }) => {
    const workspace = await givenWorkspace()
    const viewer = await client
      .get(`/w/${workspace.id}/developers`)
      .loginAs(await givenMember(workspace, 'viewer'))
      .redirects(0)
    viewer.assertHeader('location', `/w/${workspace.id}/developers/events`)
    const operator = await client
      .get(`/w/${workspace.id}/developers`)
      .loginAs(await givenMember(workspace, 'operator'))
      .redirects(0)
    operator.assertHeader('location', `/w/${workspace.id}/developers/sandbox`)
  })
})
