export default class PaymentsProvider {
  async boot() {
    const { registerIdentifier, registerProjector } = await import('#app/events/registry')
    const { stepTypes } = await import('#app/pipelines/steps/registry')
    const { registerEffect } = await import('#app/runs/effects')
    const { paymentsIdentifier, paymentsProjector } = await import('./identifying.ts')
    const { registerPaymentViews } = await import('./in_console.ts')
    const { makeLink, PAYMENT_LINK, paymentLink } = await import('./payment_step.ts')
    const { registerPaymentTables } = await import('./personal_tables.ts')
    const { registerRefunding } = await import('./refunding.ts')
    const { registerSettling } = await import('./settling.ts')

    registerIdentifier(paymentsIdentifier, { first: true })
    registerProjector(paymentsProjector)
    stepTypes.register(paymentLink)
    registerEffect(PAYMENT_LINK, makeLink)
    registerSettling()
    registerRefunding()
    registerPaymentTables()
    registerPaymentViews()
  }
}
