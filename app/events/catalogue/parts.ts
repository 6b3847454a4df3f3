import vine from '@vinejs/vine'
import type { LineItem, Money } from '#sdk/index'

/** Pieces that several payloads share. Functions, because a Vine type may be changed by whoever uses it. */

export const id = () => vine.string().minLength(1).maxLength(190)
export const text = () => vine.string().maxLength(10_000)
export const maybeText = () => text().nullable().optional()
export const link = () => vine.string().maxLength(4000)
export const maybeLink = () => link().nullable().optional()

/** Epoch milliseconds. */
export const instant = () => vine.number({ strict: true }).min(0)
export const maybeInstant = () => instant().nullable().optional()

export const whole = () => vine.number({ strict: true }).withoutDecimals()

export const money = () =>
  vine.object({
    amount: vine.number({ strict: true }).withoutDecimals(),
    currency: vine.string().regex(/^[A-Z]{3}$/),
  })

export const channel = () => vine.enum(['whatsapp', 'sms', 'email', 'voice'] as const)
export const purpose = () => vine.enum(['authentication', 'transactional', 'service', 'marketing'] as const)

export const lineItem = () =>
  vine.object({
    id: id(),
    productId: maybeText(),
    sku: maybeText(),
    title: text(),
    quantity: vine.number({ strict: true }).min(0),
    unitPrice: money(),
    imageUrl: maybeLink(),
    url: maybeLink(),
  })

export const clientHints = () =>
  vine
    .object({
      ip: maybeText(),
      userAgent: maybeText(),
      sourceUrl: maybeLink(),
      fbc: maybeText(),
      fbp: maybeText(),
    })
    .optional()

export const euros = (amount: number): Money => ({ amount, currency: 'EUR' })

/** 20 February 2026, 10:00 in Rome: samples show one and the same morning. */
export const SAMPLE_TIME = 1_771_578_000_000

export const sampleLamp: LineItem = {
  id: '44120',
  productId: '8801',
  sku: 'GOCCIA-AMBER',
  title: 'Goccia lamp, amber',
  quantity: 1,
  unitPrice: euros(18_400),
  imageUrl: 'https://bottega.example/goccia.jpg',
  url: 'https://bottega.example/products/goccia',
}
