import { registerPersonalTable } from '#app/contacts/personal_data'

/** What a model was asked is not kept; that it was asked stays, without whom it was about. */
export function registerAiTables(): void {
  registerPersonalTable(
    { table: 'ai_approvals', erase: 'delete' },
    { table: 'ai_calls', erase: { blank: { contact_id: null } }, except: ['request_id'] }
  )
}
