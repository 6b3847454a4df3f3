import vine from '@vinejs/vine'

const clientSecret = () =>
  vine.string().trim().minLength(8).meta({
    'title': 'Client secret',
    'description': 'From the app ▸ Auth. It signs the webhooks; without it none is taken.',
    'x-secret': true,
  })

/** HubSpot posts for all portals of an app to one URL, so an organization with many may give this once. */
export const app = vine.create({ clientSecret: clientSecret() })

/** For signing in: the same app, with its public half. */
export const oauthApp = vine.create({
  clientId: vine.string().trim().minLength(8).meta({
    title: 'Client ID',
    description: 'From the app ▸ Auth.',
  }),
  clientSecret: clientSecret(),
})

export const credentials = vine.create({
  accessToken: vine.string().trim().minLength(16).meta({
    'title': 'Access token',
    'description': 'A service key, or the token of a private app.',
    'x-secret': true,
    'x-placeholder': 'pat-eu1-…',
  }),
  clientSecret: clientSecret().optional(),
})

export const settings = vine.create({
  pipeline: vine.string().trim().maxLength(120).optional().meta({
    'title': 'Pipeline of new deals',
    'description': 'Its name or id; leave empty for the first one.',
    'x-placeholder': 'default',
  }),
})

const recordId = (title: string) =>
  vine
    .string()
    .trim()
    .regex(/^\d{1,20}$/)
    .meta({ title, description: 'HubSpot’s id of the record.' })
const stage = () =>
  vine.string().trim().minLength(1).maxLength(120).meta({ title: 'Stage', description: 'Its name or id.' })
const name = (title: string) => vine.string().trim().maxLength(200).optional().meta({ title })
const properties = () =>
  vine
    .record(vine.string().maxLength(5000))
    .optional()
    .meta({ title: 'Further properties', description: 'By internal name.' })

/** Amounts come out of texts of a pipeline, so they are decimals as people write them: `4200.00`. */
const amount = () =>
  vine
    .string()
    .trim()
    .regex(/^\d{1,12}(\.\d{1,4})?$/)
    .optional()
    .meta({ title: 'Amount', examples: ['4200.00'] })
const currency = () =>
  vine
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{3}$/)
    .optional()
    .requiredIfExists('amount')
    .meta({ title: 'Currency', examples: ['EUR'] })

export const upsertContactInput = vine.create({
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
  company: name('Company'),
  properties: properties(),
})
export const upsertContactOutput = vine.create({ contactId: vine.string(), created: vine.boolean() })

export const createDealInput = vine.create({
  contactId: recordId('Contact'),
  title: vine.string().trim().minLength(1).maxLength(200).meta({ title: 'Title' }),
  stage: stage(),
  amount: amount(),
  currency: currency(),
  properties: properties(),
})
export const updateDealInput = vine.create({
  dealId: recordId('Deal'),
  stage: stage(),
  amount: amount(),
  currency: currency(),
})
export const dealOutput = vine.create({ dealId: vine.string(), stage: vine.string() })

export const logActivityInput = vine.create({
  contactId: recordId('Contact'),
  kind: vine
    .enum(['whatsapp', 'sms', 'note'] as const)
    .meta({ 'title': 'Kind', 'x-options-labels': { whatsapp: 'WhatsApp message', sms: 'SMS', note: 'Note' } }),
  text: vine.string().trim().minLength(1).maxLength(20_000).meta({ 'title': 'Text', 'x-multiline': true }),
})
export const logActivityOutput = vine.create({ activityId: vine.string() })

export const addToListInput = vine.create({ contactId: recordId('Contact'), listId: recordId('List') })
export const addToListOutput = vine.create({ contactId: vine.string(), listId: vine.string() })
