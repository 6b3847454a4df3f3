import vine from '@vinejs/vine'

/** `x-path` says that the setting leads into the body, so that it can be chosen from a request that came. */
const path = (title: string, example: string) =>
  vine.string().trim().maxLength(200).optional().meta({ title, 'x-placeholder': example, 'x-path': true })

const headerName = () =>
  vine
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9-]{1,80}$/)
    .optional()

/** Paths lead into the body: `customer.phone`, `lines.0.sku`, or as a JSON Pointer, `/customer/phone`. */
export const settings = vine.create({
  proof: vine
    .enum(['signature', 'token', 'basic', 'address'] as const)
    .optional()
    .meta({
      'title': 'How a sender proves itself',
      'description':
        'A signature is an HMAC-SHA256 of the body, made with this connection’s secret. A token or a password is the secret itself. Without any, whoever knows the address may send.',
      'x-options-labels': {
        signature: 'It signs each request',
        token: 'It sends the secret in a header',
        basic: 'It sends a user name and the secret as password',
        address: 'It knows the secret address',
      },
      'default': 'signature',
    }),
  signatureHeader: headerName().meta({
    'title': 'Signature header',
    'description': 'The signature in hex or base64, with or without “sha256=” before it.',
    'x-placeholder': 'x-signature',
  }),
  tokenHeader: headerName().meta({
    'title': 'Token header',
    'description': 'Where the secret is sent, alone or after “Bearer”.',
    'x-placeholder': 'authorization',
  }),
  username: vine.string().trim().maxLength(120).optional().meta({
    'title': 'User name',
    'description': 'For a user name with password. Left empty, any name will do.',
    'x-placeholder': 'staffetta',
  }),
  idHeader: headerName().meta({
    'title': 'Header with the id of the request',
    'description': 'The same id twice is one delivery. Leave empty if the sender gives none.',
    'x-placeholder': 'x-request-id',
  }),
  idPath: path('Id of the happening', 'event.id'),
  timePath: path('When it happened', 'event.created_at'),
  phonePath: path('Phone', 'customer.phone'),
  emailPath: path('E-mail', 'customer.email'),
  firstNamePath: path('First name', 'customer.first_name'),
  lastNamePath: path('Last name', 'customer.last_name'),
  countryPath: path('Country of the phone', 'customer.country'),
  languagePath: path('Language', 'customer.locale'),
  companyPath: path('Company', 'customer.company'),
  cityPath: path('City', 'customer.address.city'),
  whatsappConsentPath: path('Consent to WhatsApp', 'consents.whatsapp'),
  smsConsentPath: path('Consent to SMS', 'consents.sms'),
  consentPurpose: vine
    .enum(['marketing', 'transactional', 'both'] as const)
    .optional()
    .meta({
      'title': 'What the box allows',
      'x-options-labels': {
        marketing: 'Offers and reminders',
        transactional: 'Messages about the request',
        both: 'Both',
      },
      'default': 'marketing',
    }),
  consentWording: vine.string().trim().maxLength(1000).optional().meta({
    'title': 'The words beside the box',
    'description': 'They are kept with each consent as its proof.',
    'x-multiline': true,
  }),
  values: vine.string().trim().maxLength(4000).optional().meta({
    'title': 'Values for conditions and templates',
    'description': 'One per line: name = path. Left empty, every plain field at the top of the body becomes a value.',
    'x-multiline': true,
    'x-path': 'pairs',
    'x-placeholder': 'order = data.order.number',
  }),
})
