import type { HttpContext } from '@adonisjs/core/http'
import { TokenAccess } from './api_token.ts'

/** Whom a token speaks for: what a tool asks to see that its key works, and to name the connection. */
export default class ApiMeController {
  show({ workspace, access }: HttpContext) {
    const token = access instanceof TokenAccess ? access : null
    return {
      id: workspace.id,
      workspace: workspace.name,
      kind: workspace.kind,
      token: token && { id: token.actor.id, name: token.name, scopes: token.scopes },
    }
  }
}
