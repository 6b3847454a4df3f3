import type { HttpContext } from '@adonisjs/core/http'
import { E_NOT_FOUND } from '#app/accounts/errors'
import { currentPhone, sandboxOf } from './people.ts'
import { write } from './phone_acts.ts'
import { writtenValidator } from './validators.ts'

/** What the phone's owner writes or taps. */
export default class SandboxMessagesController {
  async store({ workspace, request, response }: HttpContext) {
    const connection = await sandboxOf(workspace)
    if (!connection) throw new E_NOT_FOUND()
    await write(workspace, await currentPhone(connection), await request.validateUsing(writtenValidator))
    return response.redirect().back()
  }
}
