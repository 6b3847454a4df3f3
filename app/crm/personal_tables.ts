import { registerPersonalTable } from '#app/contacts/personal_data'

/** What the CRM itself holds of a person is its own business; what we noted of it goes with the contact. */
export function registerCrmTables(): void {
  registerPersonalTable(
    {
      table: 'crm_links',
      erase: 'delete',
      merge: { unique: ['connection_id'] },
      except: ['base', 'changed', 'wanted'],
    },
    { table: 'crm_entries', erase: 'delete' },
    { table: 'crm_activities', erase: 'delete' },
    { table: 'deal_contacts', erase: 'delete' }
  )
}
