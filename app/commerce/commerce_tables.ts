import { registerPersonalTable } from '#app/contacts/personal_data'

/** Orders stay for the figures, without what leads back to the person. */
export function registerCommerceTables(): void {
  registerPersonalTable(
    { table: 'carts', erase: 'delete' },
    {
      table: 'orders',
      erase: { blank: { number: '', items: '[]', client: null, status_url: null, landing_url: null } },
    },
    { table: 'order_refunds', erase: { blank: { reason: null } } },
    { table: 'shipments', erase: 'delete' }
  )
}
