import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { commerceOverview } from './overview.ts'

export default class CommerceController {
  async show({ inertia, workspace }: HttpContext) {
    return inertia.render('commerce/index', await commerceOverview(db.connection(), workspace.id))
  }
}
