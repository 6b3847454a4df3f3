import { test } from '@japa/runner'

test.group('Errors', () => {
  test('an unknown address is a page for a person', async ({ client }) => {
    const response = await client.get('/nowhere').withInertia()

    response.assertStatus(404)
    response.assertInertiaComponent('errors/not_found')
  })

  test('an unknown address is problem details for a program', async ({ client, assert }) => {
    const response = await client.get('/nowhere').accept('json')

    response.assertStatus(404)
    assert.equal(response.header('content-type'), 'application/problem+json')
    assert.equal(response.body().request_id, response.header('x-request-id'))
  })

  test('a form without its token goes back and says so', async ({ client }) => {
    const response = await client.post('/sign-in').redirects(0).header('referer', '/sign-in')

    response.assertStatus(302)
    response.assertHeader('location', '/sign-in')
    response.assertFlashMessage('error', 'form_expired')
  })

  test('routes outside the console set no cookie', async ({ client, assert }) => {
    const response = await client.get('/health')

    assert.isUndefined(response.header('set-cookie'))
  })
})
