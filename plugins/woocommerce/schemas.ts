import vine from '@vinejs/vine'
import { CONSENT_FIELD, SHOP_URL, tidyUrl } from './shop.ts'

const secret = (title: string, description: string) => ({ title, description, 'x-secret': true })
const key = (prefix: string) =>
  vine
    .string()
    .trim()
    .regex(new RegExp(`^${prefix}_\\S{8,}$`))
    .maxLength(120)
const orderId = () =>
  vine.string().trim().regex(/^\d+$/).meta({ title: 'Order', description: 'The shop’s id of the order.' })

export const credentials = vine.create({
  consumerKey: key('ck').meta({
    'title': 'Consumer key',
    'description': 'WooCommerce ▸ Settings ▸ Advanced ▸ REST API, with the permission Read/Write.',
    'x-placeholder': 'ck_…',
  }),
  consumerSecret: key('cs').meta(secret('Consumer secret', 'Shown once, together with the key.')),
})

export const settings = vine.create({
  url: vine.string().parse(tidyUrl).regex(SHOP_URL).maxLength(190).meta({
    'title': 'Shop address',
    'description': 'Where the shop is, with https. Add the folder if WordPress lives in one.',
    'x-placeholder': 'https://shop.example',
  }),
  currency: vine
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{3}$/)
    .optional()
    .meta({
      'title': 'Currency of product prices',
      'description': 'WooCommerce tells product prices without a currency. Empty: products are kept without a price.',
      'x-placeholder': 'EUR',
    }),
  consentField: vine.string().trim().maxLength(120).optional().meta({
    'title': 'WhatsApp consent field',
    'description': 'The order field that holds the buyer’s WhatsApp consent, if your checkout writes its own.',
    'x-placeholder': CONSENT_FIELD,
  }),
  trackingField: vine.string().trim().maxLength(120).optional().meta({
    'title': 'Tracking number field',
    'description':
      'The order field in which your shipping plugin keeps the tracking number, if it is none of the known ones.',
    'x-placeholder': '_tracking_number',
  }),
  trackingUrl: vine
    .string()
    .trim()
    .regex(/^https:\/\/\S*\{number\}\S*$/)
    .maxLength(300)
    .optional()
    .meta({
      'title': 'Tracking page',
      'description': 'Used where the plugin gives no link. {number} stands for the tracking number.',
      'x-placeholder': 'https://carrier.example/track/{number}',
    }),
  keyInAddress: vine.boolean().optional().meta({
    title: 'Send the key in the address',
    description: 'Only if the shop’s server removes the authorization header and therefore refuses a good key.',
  }),
})

export const createDiscountInput = vine.create({
  code: vine
    .string()
    .trim()
    .minLength(3)
    .maxLength(60)
    .regex(/^[A-Za-z0-9_-]+$/)
    .meta({ title: 'Code' }),
  kind: vine.enum(['percentage', 'amount', 'free_shipping'] as const).meta({ title: 'Kind' }),
  percentage: vine
    .number()
    .min(1)
    .max(100)
    .optional()
    .requiredWhen('kind', '=', 'percentage')
    .meta({ title: 'Percentage' }),
  amount: vine
    .object({
      amount: vine.number().withoutDecimals().positive(),
      currency: vine.string().regex(/^[A-Z]{3}$/),
    })
    .optional()
    .requiredWhen('kind', '=', 'amount')
    .meta({ title: 'Amount' }),
  expiresAt: vine
    .number()
    .withoutDecimals()
    .nullable()
    .optional()
    .meta({ title: 'Expires', description: 'Epoch milliseconds.' }),
  usageLimit: vine.number().withoutDecimals().min(1).nullable().optional().meta({ title: 'Uses in all' }),
})
export const createDiscountOutput = vine.create({ code: vine.string() })

export const addOrderNoteInput = vine.create({
  orderId: orderId(),
  note: vine.string().trim().minLength(1).maxLength(2000).meta({ 'title': 'Note', 'x-multiline': true }),
  toCustomer: vine
    .boolean()
    .optional()
    .meta({ title: 'Send it to the customer', description: 'The shop then e-mails it as well.' }),
})
export const addOrderNoteOutput = vine.create({ noteId: vine.string() })

export const changeOrderStatusInput = vine.create({
  orderId: orderId(),
  status: vine
    .string()
    .trim()
    .regex(/^[a-z][a-z0-9-]{1,18}$/)
    .meta({ title: 'Status', description: 'As the shop knows it, without wc-: processing, completed, on-hold.' }),
})
export const changeOrderStatusOutput = vine.create({ orderId: vine.string(), status: vine.string() })
