import vine from '@vinejs/vine'

export const DEFAULT_PHONE_FIELD = 'Staffetta_Phone__c'

export const credentials = vine.create({
  clientId: vine.string().trim().minLength(10).meta({
    title: 'Consumer key',
    description: 'Of your External Client App.',
  }),
  clientSecret: vine.string().trim().minLength(8).optional().requiredIfMissing('privateKey').meta({
    'title': 'Consumer secret',
    'description': 'For the client credentials flow, with a run-as user set in the app.',
    'x-secret': true,
  }),
  username: vine.string().trim().maxLength(80).optional().requiredIfExists('privateKey').meta({
    title: 'Username',
    description: 'For the JWT bearer flow: the user to act as, approved for the app.',
  }),
  privateKey: vine.string().trim().minLength(100).optional().meta({
    'title': 'Private key',
    'description': 'For the JWT bearer flow: the PEM whose certificate was uploaded to the app.',
    'x-secret': true,
    'x-multiline': true,
  }),
})

export const settings = vine.create({
  domain: vine
    .string()
    .trim()
    .toLowerCase()
    .regex(/^(login\.salesforce\.com|test\.salesforce\.com|[a-z0-9-]+(\.[a-z0-9-]+)*\.my\.salesforce\.com)$/)
    .optional()
    .meta({
      'title': 'My Domain',
      'description': 'Leave empty to sign in at login.salesforce.com; sandboxes have test.salesforce.com.',
      'x-placeholder': 'acme.my.salesforce.com',
    }),
  phoneField: vine
    .string()
    .trim()
    .regex(/^[A-Za-z]\w{0,39}__c$/)
    .optional()
    .meta({
      'title': 'External ID field for the phone',
      'description': 'API name of a text field on contacts and leads: unique, external ID.',
      'x-placeholder': DEFAULT_PHONE_FIELD,
    }),
  qualifiedStatus: vine.string().trim().maxLength(40).optional().meta({
    title: 'Status of a qualified lead',
    description: 'A lead of this status, or a converted one, counts as qualified.',
  }),
  currency: vine
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{3}$/)
    .optional()
    .meta({
      'title': 'Currency of amounts',
      'description': 'For orgs with one currency: Salesforce does not tell it.',
      'x-placeholder': 'EUR',
    }),
  webhookProof: vine
    .enum(['signature', 'token'] as const)
    .optional()
    .meta({
      'title': 'How calls from flows prove themselves',
      'description': 'Flows can send the secret in a header; Apex can sign.',
      'x-options-labels': { signature: 'A signature (Apex)', token: 'The secret in a header (Flow)' },
    }),
})

/** Salesforce ids have 15 characters that mind their case, or 18 that do not. */
const recordId = (title: string) =>
  vine
    .string()
    .trim()
    .regex(/^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/)
    .meta({ title, description: 'Salesforce’s id of the record.' })
const stage = () => vine.string().trim().minLength(1).maxLength(255).meta({ title: 'Stage', description: 'Its name.' })
const name = (title: string) => vine.string().trim().maxLength(120).optional().meta({ title })
const fields = () =>
  vine.record(vine.string().maxLength(5000)).optional().meta({ title: 'Further fields', description: 'By API name.' })
const amount = () =>
  vine
    .string()
    .trim()
    .regex(/^\d{1,14}(\.\d{1,2})?$/)
    .optional()
    .meta({ title: 'Amount', description: 'In the currency of the deal.', examples: ['4200.00'] })

const person = () => ({
  phone: vine
    .string()
    .trim()
    .regex(/^\+\d{6,15}$/)
    .optional()
    .requiredIfMissing('email')
    .meta({ title: 'Phone', examples: ['+393330000101'] }),
  email: vine.string().trim().email().optional().requiredIfMissing('phone').meta({ title: 'E-mail' }),
  firstName: name('First name'),
  lastName: name('Last name'),
})

export const upsertContactInput = vine.create({ ...person(), fields: fields() })
export const upsertContactOutput = vine.create({ contactId: vine.string(), created: vine.boolean() })

export const upsertLeadInput = vine.create({
  ...person(),
  company: vine.string().trim().minLength(1).maxLength(255).meta({ title: 'Company' }),
  source: name('Lead source'),
  fields: fields(),
})
export const upsertLeadOutput = vine.create({ leadId: vine.string(), created: vine.boolean() })

export const createDealInput = vine.create({
  contactId: recordId('Contact'),
  title: vine.string().trim().minLength(1).maxLength(120).meta({ title: 'Title' }),
  stage: stage(),
  amount: amount(),
  closeInDays: vine.number().withoutDecimals().min(0).max(3650).optional().meta({
    title: 'Closes in days',
    description: 'Salesforce wants a date; 30 days from now if left empty.',
  }),
  fields: fields(),
})
export const updateDealInput = vine.create({ dealId: recordId('Deal'), stage: stage(), amount: amount() })
export const dealOutput = vine.create({ dealId: vine.string(), stage: vine.string() })

export const logActivityInput = vine.create({
  contactId: recordId('Contact or lead'),
  title: vine.string().trim().minLength(1).maxLength(255).meta({ title: 'Subject' }),
  text: vine.string().trim().minLength(1).maxLength(20_000).meta({ 'title': 'Text', 'x-multiline': true }),
})
export const logActivityOutput = vine.create({ activityId: vine.string() })
