import vine from '@vinejs/vine'
import { defineEvent } from './definition.ts'
import { euros, id, instant, maybeLink, money, SAMPLE_TIME, text } from './parts.ts'

const product = () =>
  vine.create({
    productId: id(),
    title: text(),
    url: maybeLink(),
    imageUrl: maybeLink(),
    price: money().nullable().optional(),
    available: vine.boolean({ strict: true }),
    version: instant(),
  })

const sample = {
  productId: '8801',
  title: 'Goccia lamp, amber',
  url: 'https://bottega.example/products/goccia',
  imageUrl: 'https://bottega.example/goccia.jpg',
  price: euros(18_400),
  available: true,
  version: SAMPLE_TIME,
}

export const productEvents = [
  defineEvent({ type: 'product.updated', title: 'A product changed', kind: 'revision', schema: product(), sample }),
  defineEvent({
    type: 'product.restocked',
    title: 'A product is available again',
    kind: 'occurrence',
    schema: product(),
    sample,
  }),
]
