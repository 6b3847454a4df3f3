import router from '@adonisjs/core/services/router'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { ApiToken } from '#app/accounts/api_token'
import { atLeast } from '#app/accounts/member'
import { PERMISSIONS } from '#app/accounts/permissions'
import type { Permission } from '#app/accounts/permissions'
import { givenMember, givenWorkspace } from '#tests/support/workspace'

interface Walked {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  pattern: string
  permission: Permission | null
}

/** Everything the router knows, with the permission that each route names. */
function routes(prefix: string): Walked[] {
  if (!router.commited) router.commit()
  return Object.values(router.toJSON())
    .flat()
    .filter((route) => route.pattern.startsWith(prefix))
    .map((route) => ({
      method: route.methods.find((method) => method !== 'HEAD')!.toLowerCase() as Walked['method'],
      pattern: route.pattern,
      permission: permissionOf([...route.middleware.all()]),
    }))
}

function permissionOf(middleware: unknown[]): Permission | null {
  const guard = middleware.find(
    (entry): entry is { name: string; args: Permission } =>
      typeof entry === 'object' && entry !== null && 'name' in entry && entry.name === 'can'
  )
  return guard ? guard.args : null
}

/** The address with an id that exists nowhere in place of each parameter. */
const addressOf = (pattern: string, workspace: string) =>
  pattern
    .replace(':workspace', workspace)
    .replace(/:\w+\??/g, 'xxx_00000000000000000000000000')
    .replace('*', 'x')

const call = (client: ApiClient, route: Walked, workspace: string) =>
  client[route.method](addressOf(route.pattern, workspace)).redirects(0).withCsrfToken()

test.group('Every console route of a workspace', () => {
  test('names the permission it takes', ({ assert }) => {
    const nameless = routes('/w/:workspace').filter((route) => !route.permission || !(route.permission in PERMISSIONS))
    assert.deepEqual(
      nameless.map((route) => `${route.method} ${route.pattern}`),
      []
    )
  })

  test('sends somebody without a session to sign in', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    for (const route of routes('/w/:workspace')) {
      const answer = await call(client, route, workspace.id)
      assert.equal(answer.header('location'), '/sign-in', `${route.method} ${route.pattern}`)
    }
  })

  test('is not there for a member of another workspace', async ({ client, assert }) => {
    const other = await givenMember(await givenWorkspace())
    const workspace = await givenWorkspace()
    for (const route of routes('/w/:workspace')) {
      const answer = await call(client, route, workspace.id).loginAs(other)
      assert.equal(answer.status(), 404, `${route.method} ${route.pattern}`)
    }
  })

  test('refuses a viewer what a viewer may not do', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const viewer = await givenMember(workspace, 'viewer')
    const barred = routes('/w/:workspace').filter(
      (route) => route.permission && !atLeast('viewer', PERMISSIONS[route.permission])
    )
    for (const route of barred) {
      const answer = await call(client, route, workspace.id).loginAs(viewer)
      assert.equal(answer.status(), 403, `${route.method} ${route.pattern}`)
    }
  })

  test('answers 404 for an id that is not its own', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const admin = await givenMember(workspace)
    const withId = routes('/w/:workspace').filter(
      (route) => route.method === 'get' && /:(?!workspace)\w+/.test(route.pattern)
    )
    for (const route of withId) {
      const answer = await call(client, route, workspace.id).loginAs(admin)
      assert.equal(answer.status(), 404, `${route.method} ${route.pattern}`)
    }
  })
})

test.group('Every API route', () => {
  test('answers 401 without a token and 403 without the scope', async ({ client, assert }) => {
    const workspace = await givenWorkspace()
    const { token } = await ApiToken.issue(workspace, { name: 'Scopeless', scopes: [], createdBy: 'usr_x' })
    for (const route of routes('/api/')) {
      const name = `${route.method} ${route.pattern}`
      const address = addressOf(route.pattern, workspace.id)
      assert.equal((await client[route.method](address)).status(), 401, name)
      if (!route.permission) continue
      assert.equal((await client[route.method](address).bearerToken(token)).status(), 403, name)
    }
  })
})
