import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'

export default class HealthController {
  async live() {
    return { status: 'ok' }
  }

  async ready({ response, logger }: HttpContext) {
    try {
      await db.rawQuery('SELECT 1')
      return { status: 'ready' }
    } catch (error) {
      logger.error({ err: error }, 'database does not answer')
      return response.serviceUnavailable({ status: 'unavailable', code: 'database_unavailable' })
    }
  }
}
