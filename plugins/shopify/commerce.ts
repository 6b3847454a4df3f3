import {
  asInstant,
  asInteger,
  asObject,
  asObjects,
  asText,
  decimalFromMoney,
  moneyFromDecimal,
  type CommerceOrder,
  type CommerceProduct,
  type CommerceRole,
  type Context,
  type DiscountSpec,
  type Json,
  type Money,
} from '#sdk/index'
import { ShopifyClient } from './client.ts'
import { refuseUserErrors } from './failures.ts'
import { shopDomain } from './shop.ts'

const PRODUCTS = `query Products($after: String) {
  products(first: 50, after: $after, sortKey: ID) {
    nodes {
      id title status onlineStoreUrl totalInventory tracksInventory
      featuredMedia { preview { image { url } } }
      priceRangeV2 { minVariantPrice { amount currencyCode } }
    }
    pageInfo { hasNextPage endCursor }
  }
}`

const ORDER_FIELDS = `
  id name createdAt statusPageUrl totalPriceSet { shopMoney { amount currencyCode } }
  lineItems(first: 50) {
    nodes { id title quantity sku variant { id } product { id } discountedUnitPriceSet { shopMoney { amount currencyCode } } }
  }
`
const ORDERS = `query FindOrders($query: String!) {
  orders(first: 10, query: $query, sortKey: CREATED_AT, reverse: true) { nodes { ${ORDER_FIELDS} } }
}`
const ORDERS_OF = `query FindOrdersOfCustomer($query: String!) {
  customers(first: 1, query: $query) {
    nodes { orders(first: 10, sortKey: CREATED_AT, reverse: true) { nodes { ${ORDER_FIELDS} } } }
  }
}`

const CREATE_CODE = `mutation CreateCode($discount: DiscountCodeBasicInput!) {
  discountCodeBasicCreate(basicCodeDiscount: $discount) { codeDiscountNode { id } userErrors { field code message } }
}`
const CREATE_SHIPPING_CODE = `mutation CreateShippingCode($discount: DiscountCodeFreeShippingInput!) {
  discountCodeFreeShippingCreate(freeShippingCodeDiscount: $discount) { codeDiscountNode { id } userErrors { field code message } }
}`
const FIND_CODE = `query FindCode($code: String!) { codeDiscountNodeByCode(code: $code) { id } }`

export const commerce: CommerceRole = {
  async products(context, cursor) {
    const answer = await new ShopifyClient(context).query<Json>(PRODUCTS, { after: cursor })
    const page = asObject(answer.products) ?? {}
    const info = asObject(page.pageInfo) ?? {}
    return {
      items: asObjects(page.nodes).map(product),
      cursor: info.hasNextPage === true ? asText(info.endCursor) : null,
    }
  },

  async findOrders(context, { email, phone, number }) {
    const client = new ShopifyClient(context)
    if (number) return ordersIn(await client.query<Json>(ORDERS, { query: `name:${quoted(number)}` }))
    if (email) return ordersIn(await client.query<Json>(ORDERS, { query: `email:${quoted(email)}` }))
    if (!phone) return []
    // Orders cannot be searched by phone; customers can.
    const answer = await client.query<Json>(ORDERS_OF, { query: `phone:${quoted(phone)}` })
    return ordersIn(asObjects(asObject(answer.customers)?.nodes)[0] ?? {})
  },

  checkoutLink(context, { recoveryUrl, discountCode }) {
    const link = new URL(recoveryUrl ?? `https://${shopDomain(context.settings)}/cart`)
    if (discountCode) link.searchParams.set('discount', discountCode)
    return link.href
  },

  createDiscount,
}

export async function createDiscount(context: Context, spec: DiscountSpec): Promise<{ code: string }> {
  const client = new ShopifyClient(context)
  const shared = {
    title: spec.code,
    code: spec.code,
    startsAt: new Date(context.machineNow()).toISOString(),
    endsAt: spec.expiresAt === null ? null : new Date(spec.expiresAt).toISOString(),
    usageLimit: spec.usageLimit,
    appliesOncePerCustomer: true,
    context: { all: 'ALL' },
  }
  if (spec.kind === 'free_shipping') {
    const answer = await client.mutate<Json>(CREATE_SHIPPING_CODE, {
      discount: { ...shared, destination: { all: true } },
    })
    refuseUserErrors(asObject(answer.discountCodeFreeShippingCreate)?.userErrors)
  } else {
    const discount = { ...shared, customerGets: { value: valueOf(spec), items: { all: true } } }
    const answer = await client.mutate<Json>(CREATE_CODE, { discount })
    refuseUserErrors(asObject(answer.discountCodeBasicCreate)?.userErrors)
  }
  return { code: spec.code }
}

/** Whether a code exists already: what decides after an answer that never came. */
export async function findDiscount(context: Context, code: string): Promise<boolean> {
  const answer = await new ShopifyClient(context).query<Json>(FIND_CODE, { code })
  return asObject(answer.codeDiscountNodeByCode) !== null
}

function valueOf({ kind, percentage, amount }: DiscountSpec) {
  if (kind === 'percentage') return { percentage: (percentage ?? 0) / 100 }
  if (!amount) return { percentage: 0 }
  return { discountAmount: { amount: decimalFromMoney(amount), appliesOnEachItem: false } }
}

function product(node: Json): CommerceProduct {
  const media = asObject(asObject(asObject(node.featuredMedia)?.preview)?.image)
  const inStock = node.tracksInventory !== true || (asInteger(node.totalInventory) ?? 0) > 0
  return {
    id: idOf(node.id),
    title: asText(node.title) ?? '—',
    url: asText(node.onlineStoreUrl),
    imageUrl: asText(media?.url),
    price: priceOf(asObject(asObject(node.priceRangeV2)?.minVariantPrice)),
    available: asText(node.status) === 'ACTIVE' && inStock,
  }
}

function ordersIn(answer: Json): CommerceOrder[] {
  return asObjects(asObject(answer.orders)?.nodes).map((node) => {
    const total = priceOf(asObject(asObject(node.totalPriceSet)?.shopMoney)) ?? { amount: 0, currency: 'XXX' }
    return {
      id: idOf(node.id),
      number: asText(node.name) ?? '',
      total,
      placedAt: asInstant(node.createdAt) ?? 0,
      statusUrl: asText(node.statusPageUrl),
      items: asObjects(asObject(node.lineItems)?.nodes).map((line) => ({
        id: idOf(asObject(line.variant)?.id ?? line.id),
        productId: line.product ? idOf(asObject(line.product)?.id) : null,
        sku: asText(line.sku),
        title: asText(line.title) ?? '—',
        quantity: asInteger(line.quantity) ?? 0,
        unitPrice: priceOf(asObject(asObject(line.discountedUnitPriceSet)?.shopMoney)) ?? {
          ...total,
          amount: 0,
        },
      })),
    }
  })
}

function priceOf(price: Json | null): Money | null {
  return price ? moneyFromDecimal(asText(price.amount) ?? '', asText(price.currencyCode) ?? '') : null
}

/** `gid://shopify/Order/42` → `42`, the id that webhooks use. */
function idOf(gid: unknown): string {
  return asText(gid)?.split('/').at(-1)?.split('?')[0] ?? ''
}

// Shopify's search syntax: within quotes only quotes and backslashes mean something.
function quoted(term: string) {
  return `"${term.replace(/["\\]/g, '\\$&')}"`
}
