import vine from '@vinejs/vine'

const appSecret = () =>
  vine.string().trim().minLength(8).meta({
    'title': 'App secret',
    'description': 'From the Meta app ▸ Settings ▸ Basic. Every webhook is checked with it.',
    'x-secret': true,
  })

const verifyToken = () =>
  vine.string().trim().minLength(8).maxLength(200).meta({
    'title': 'Verify token',
    'description': 'A word of your own: write the same one beside the callback URL in the Meta app.',
    'x-secret': true,
  })

/** Meta posts for all numbers of an app to one URL, so an organization with many may give these once. */
export const app = vine.create({ appSecret: appSecret(), verifyToken: verifyToken() })

/** A system user's token of the business that owns the number; the other two are the app's, unless it is shared. */
export const credentials = vine.create({
  accessToken: vine.string().trim().minLength(20).meta({
    'title': 'System user token',
    'description':
      'From Business settings ▸ System users, with whatsapp_business_messaging and whatsapp_business_management.',
    'x-secret': true,
  }),
  appSecret: appSecret().optional(),
  verifyToken: verifyToken().optional(),
})

export const settings = vine.create({
  phoneNumberId: vine
    .string()
    .trim()
    .regex(/^\d{5,30}$/)
    .meta({
      title: 'Phone number ID',
      description: 'Not the number itself: the long id beside it in WhatsApp ▸ API setup.',
      examples: ['109876543210987'],
    }),
  businessAccountId: vine
    .string()
    .trim()
    .regex(/^\d{5,30}$/)
    .meta({
      title: 'WhatsApp Business Account ID',
      examples: ['104995512345678'],
    }),
  graphVersion: vine
    .string()
    .trim()
    .regex(/^v\d{2,3}\.\d$/)
    .optional()
    .meta({
      'title': 'Graph API version',
      'description': 'Leave empty for the one this release was tested with.',
      'x-placeholder': 'v26.0',
    }),
  defaultCountry: vine
    .string()
    .trim()
    .toUpperCase()
    .fixedLength(2)
    .optional()
    .meta({
      title: 'Country of numbers without a prefix',
      examples: ['IT'],
    }),
  perSecond: vine.number().withoutDecimals().range([1, 1000]).optional().meta({
    title: 'Messages per second',
    description: 'Leave empty for the 80 that every number has; 20 where the phone app is used beside.',
  }),
  resendUnknown: vine.boolean().optional().meta({
    title: 'Send order updates again after silence',
    description:
      'If WhatsApp never says what became of an order update, it is sent once more and may arrive twice. Marketing never is.',
  }),
})
