import type { ApiClient } from '@japa/api-client'
import { ApiToken } from '#app/accounts/api_token'
import type { NewToken } from '#app/accounts/api_token'
import type { Permission } from '#app/accounts/permissions'
import type { Workspace } from '#app/accounts/workspace'
import { givenMember } from '#tests/support/workspace'

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** A script with a token of these scopes: `await script('post', '/contacts', { … })`. */
export async function givenScript(
  client: ApiClient,
  workspace: Workspace,
  scopes: Permission[],
  change: Partial<NewToken> = {}
) {
  const admin = await givenMember(workspace)
  const { token, row } = await ApiToken.issue(workspace, { name: 'Script', scopes, createdBy: admin.id, ...change })
  const call = (method: Method, path: string, body?: object, headers: Record<string, string> = {}) => {
    const request = client[method](`/api/v1${path}`).bearerToken(token).headers(headers)
    return body === undefined ? request : request.json(body)
  }
  return { call, token, row, admin }
}
