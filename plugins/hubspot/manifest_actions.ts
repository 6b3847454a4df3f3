import * as schemas from './schemas.ts'

/** What the console shows of the actions before anything that calls HubSpot is loaded. */
export const actions = {
  upsertContact: {
    title: 'Create or update the contact',
    description: 'Finds the contact by phone, then by e-mail, and writes what is given. Nobody is entered twice.',
    input: schemas.upsertContactInput,
    output: schemas.upsertContactOutput,
    idempotency: 'lookup' as const,
  },
  createDeal: {
    title: 'Create a deal',
    description: 'Puts a deal on the contact. The same step makes it once, however often it is tried.',
    input: schemas.createDealInput,
    output: schemas.dealOutput,
    idempotency: 'native' as const,
  },
  updateDeal: {
    title: 'Move a deal to a stage',
    description: 'Changes the stage of a deal, and its amount where one is given.',
    input: schemas.updateDealInput,
    output: schemas.dealOutput,
    idempotency: 'harmless' as const,
  },
  logActivity: {
    title: 'Log a message or a note',
    description: 'Writes a WhatsApp message, an SMS or a note on the contact’s timeline.',
    input: schemas.logActivityInput,
    output: schemas.logActivityOutput,
    idempotency: 'none' as const,
  },
  addToList: {
    title: 'Add to a list',
    description: 'Adds the contact to a static list.',
    input: schemas.addToListInput,
    output: schemas.addToListOutput,
    idempotency: 'harmless' as const,
  },
}
