export default class CommerceProvider {
  async boot() {
    const { registerEchoes, registerIdentifier, registerProjector } = await import('#app/events/registry')
    const { cartsProjector } = await import('./carts_projector.ts')
    const { commerceIdentifier } = await import('./commerce_identifier.ts')
    const { registerIdleCarts } = await import('./idle_carts.ts')
    const { ordersProjector } = await import('./orders_projector.ts')
    const { productsProjector } = await import('./products_projector.ts')
    const { repeatedOrders } = await import('./repeated_orders.ts')
    const { shipmentsProjector } = await import('./shipments_projector.ts')

    registerIdentifier(commerceIdentifier)
    registerEchoes(repeatedOrders)
    for (const projector of [cartsProjector, ordersProjector, shipmentsProjector, productsProjector])
      registerProjector(projector)
    registerIdleCarts()

    const { registerCommerceTables } = await import('./commerce_tables.ts')
    const { registerCommerceViews } = await import('./in_contacts.ts')
    registerCommerceTables()
    registerCommerceViews()
  }
}
