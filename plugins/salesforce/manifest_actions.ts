import * as schemas from './schemas.ts'

/** What the console shows of the actions before anything that calls Salesforce is loaded. */
export const actions = {
  upsertContact: {
    title: 'Create or update the contact',
    description: 'Finds the contact by phone, then by e-mail, and writes what is given. Nobody is entered twice.',
    input: schemas.upsertContactInput,
    output: schemas.upsertContactOutput,
    idempotency: 'harmless' as const,
  },
  upsertLead: {
    title: 'Create or update the lead',
    description: 'Finds the open lead by phone, then by e-mail, and writes what is given.',
    input: schemas.upsertLeadInput,
    output: schemas.upsertLeadOutput,
    idempotency: 'harmless' as const,
  },
  createDeal: {
    title: 'Create an opportunity',
    description: 'Puts an opportunity on the contact.',
    input: schemas.createDealInput,
    output: schemas.dealOutput,
    idempotency: 'lookup' as const,
  },
  updateDeal: {
    title: 'Move an opportunity to a stage',
    description: 'Changes the stage of an opportunity, and its amount where one is given.',
    input: schemas.updateDealInput,
    output: schemas.dealOutput,
    idempotency: 'harmless' as const,
  },
  logActivity: {
    title: 'Log an activity',
    description: 'Writes a completed task on the contact’s or lead’s timeline.',
    input: schemas.logActivityInput,
    output: schemas.logActivityOutput,
    idempotency: 'none' as const,
  },
}
