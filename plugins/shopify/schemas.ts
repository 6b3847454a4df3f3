import vine from '@vinejs/vine'
import { CONSENT_ATTRIBUTE, SHOP_DOMAIN } from './shop.ts'

const secret = (title: string, description: string) => ({ title, description, 'x-secret': true })

/** An app that other people's shops install: entered once per organization. */
export const app = vine.create({
  clientId: vine.string().trim().minLength(8).meta({
    title: 'Client ID',
    description: 'From your app in the Shopify Dev Dashboard ▸ Settings.',
  }),
  clientSecret: vine
    .string()
    .trim()
    .minLength(8)
    .meta(secret('Client secret', 'From the same page. It signs the way back and every webhook.')),
})

export const credentials = vine.create({
  clientId: vine
    .string()
    .trim()
    .optional()
    .requiredIfMissing('accessToken')
    .meta({
      title: 'Client ID',
      description: 'From your app in the Shopify Dev Dashboard.',
      examples: ['4f0f…'],
    }),
  clientSecret: vine
    .string()
    .trim()
    .minLength(8)
    .meta(secret('Client secret', 'Signs every webhook. For an older custom app: its API secret key.')),
  accessToken: vine
    .string()
    .trim()
    .optional()
    .meta(
      secret('Admin API access token', 'Only for custom apps made in the admin before 2026; leave empty otherwise.')
    ),
})

export const settings = vine.create({
  shop: vine.string().trim().toLowerCase().regex(SHOP_DOMAIN).meta({
    'title': 'Shop',
    'description': 'The permanent domain of the shop.',
    'x-placeholder': 'example.myshopify.com',
  }),
  consentAttribute: vine.string().trim().maxLength(80).optional().meta({
    'title': 'WhatsApp consent attribute',
    'description': 'The cart attribute that holds the buyer’s WhatsApp consent, if your theme writes its own.',
    'x-placeholder': CONSENT_ATTRIBUTE,
  }),
})

export const addCustomerTagsInput = vine.create({
  customerId: vine
    .string()
    .trim()
    .regex(/^\d+$/)
    .meta({ title: 'Customer', description: 'Shopify’s id of the customer.' }),
  tags: vine.array(vine.string().trim().minLength(1).maxLength(40)).minLength(1).maxLength(50).meta({ title: 'Tags' }),
})

export const addCustomerTagsOutput = vine.create({ customerId: vine.string() })

export const createDiscountInput = vine.create({
  code: vine
    .string()
    .trim()
    .minLength(3)
    .maxLength(60)
    .regex(/^[A-Za-z0-9_-]+$/)
    .meta({ title: 'Code' }),
  kind: vine.enum(['percentage', 'amount', 'free_shipping'] as const).meta({
    'title': 'Kind',
    'x-options-labels': { percentage: 'Percentage', amount: 'Amount', free_shipping: 'Free shipping' },
  }),
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
