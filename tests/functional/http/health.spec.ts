import { test } from '@japa/runner'

test.group('Health', () => {
  test('answers while the process lives', async ({ client }) => {
    const response = await client.get('/health')

    response.assertStatus(200)
    response.assertBody({ status: 'ok' })
  })

  test('is ready once the database answers', async ({ client }) => {
    const response = await client.get('/health/ready')

    response.assertStatus(200)
    response.assertBody({ status: 'ready' })
  })

  test('answers an unknown API address with problem details', async ({ client, assert }) => {
    const response = await client.get('/api/nowhere')

    response.assertStatus(404)
    assert.equal(response.header('content-type'), 'application/problem+json')
    response.assertBodyContains({ status: 404, code: 'route_not_found' })
  })
})
