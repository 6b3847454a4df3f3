import type { HttpContext } from '@adonisjs/core/http'
import { connectionOf } from './connection_finder.ts'
import { testConnection } from './checking.ts'

/** "Test connection". */
export default class ConnectionChecksController {
  async store(ctx: HttpContext) {
    const { response, session, i18n } = ctx
    const result = await testConnection(await connectionOf(ctx))
    if (result.ok) session.flash('success', i18n.t('connections.test_passed', { ms: result.ms }))
    else session.flash('error', i18n.t(`codes.${result.reason.code}`, result.reason.params ?? {}))
    return response.redirect().back()
  }
}
