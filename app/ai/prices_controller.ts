import type { HttpContext } from '@adonisjs/core/http'
import { auditBy } from '#app/accounts/audit'
import { transaction } from '#app/database'
import { forgetPrice, setPrice } from './prices.ts'
import { forgetPriceValidator, priceValidator } from './validators.ts'

/** An admin's own prices, in place of the vendors' lists. */
export default class PricesController {
  async update(ctx: HttpContext) {
    const price = await ctx.request.validateUsing(priceValidator)
    await transaction(async (trx) => {
      await setPrice(trx, ctx.workspace.id, price)
      const subject = { kind: 'workspace', id: ctx.workspace.id }
      await auditBy(ctx, { action: 'ai_price.changed', subject, after: price }, trx)
    })
    ctx.session.flash('success', ctx.i18n.t('settings.saved'))
    return ctx.response.redirect().back()
  }

  async destroy(ctx: HttpContext) {
    const { model } = await ctx.request.validateUsing(forgetPriceValidator)
    await transaction(async (trx) => {
      await forgetPrice(trx, ctx.workspace.id, model)
      const subject = { kind: 'workspace', id: ctx.workspace.id }
      await auditBy(ctx, { action: 'ai_price.reset', subject, before: { model } }, trx)
    })
    return ctx.response.redirect().back()
  }
}
