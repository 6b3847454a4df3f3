import { registerPersonalTable } from '#app/contacts/personal_data'

const PAYMENT = { through: 'payments', column: 'payment_id' }

/** What was paid stays for the books, without what leads back to the person. */
export function registerPaymentTables(): void {
  registerPersonalTable(
    { table: 'payments', erase: { blank: { title: '' } }, except: ['actor_kind', 'actor_id'] },
    {
      table: 'payment_sessions',
      through: PAYMENT,
      erase: { blank: { request: '{}', url: null } },
      except: ['opening_until'],
    },
    {
      table: 'payment_changes',
      through: PAYMENT,
      erase: { blank: { params: null } },
      except: ['actor_kind', 'actor_id'],
    },
    { table: 'payment_refunds', through: PAYMENT, erase: { blank: { params: null } } }
  )
}
