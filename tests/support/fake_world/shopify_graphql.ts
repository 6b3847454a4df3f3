import type { FakeShop } from './shopify_shop.ts'
import type { FakeOrder } from './shopify_state.ts'

type Variables = Record<string, unknown>
type Resolver = (shop: FakeShop, variables: Variables) => unknown

const decimal = (cents: number) => (cents / 100).toFixed(2)
const price = (cents: number) => ({ shopMoney: { amount: decimal(cents), currencyCode: 'EUR' } })
const page = (nodes: unknown[]) => ({ nodes, pageInfo: { hasNextPage: false, endCursor: null } })
const idIn = (gid: unknown) => Number(String(gid).split('/').at(-1))

/** Each root field the fake knows, and the scope a real shop asks for. */
const FIELDS: Record<string, { scope?: string; resolve: Resolver }> = {
  shop: { resolve: (shop) => ({ name: shop.name, myshopifyDomain: shop.domain }) },
  currentAppInstallation: {
    resolve: (shop) => ({ accessScopes: shop.scopes.map((handle) => ({ handle })) }),
  },
  orders: {
    scope: 'read_orders',
    resolve: (shop, { query }) => page(found(shop, query).map((order) => orderNode(shop, order))),
  },
  customers: {
    scope: 'read_customers',
    resolve(shop, { query }) {
      const phone = /phone:"([^"]+)"/.exec(String(query))?.[1]
      const matches = shop.customers.filter((each) => each.phone === phone)
      return page(
        matches.map((customer) => ({
          orders: page(
            shop.orders.filter((order) => order.customer === customer).map((order) => orderNode(shop, order))
          ),
        }))
      )
    },
  },
  customer: {
    scope: 'read_customers',
    resolve: (shop, { id }) => shop.customers.find((each) => each.id === idIn(id)) ?? null,
  },
  products: { scope: 'read_products', resolve: (shop) => page(productNodes(shop)) },
  webhookSubscriptions: {
    resolve: (shop) => page(shop.subscriptions.map(({ id, topic, uri }) => ({ id, topic, uri }))),
  },
  webhookSubscriptionCreate: { resolve: createSubscription },
  webhookSubscriptionUpdate: { resolve: moveSubscription },
  webhookSubscriptionDelete: { resolve: removeSubscription },
  tagsAdd: { scope: 'write_customers', resolve: addTags },
  discountCodeBasicCreate: { scope: 'write_discounts', resolve: createDiscount },
  discountCodeFreeShippingCreate: { scope: 'write_discounts', resolve: createDiscount },
  codeDiscountNodeByCode: {
    scope: 'read_discounts',
    resolve: (shop, { code }) =>
      shop.discounts.has(String(code).toUpperCase()) ? { id: 'gid://shopify/DiscountCodeNode/1' } : null,
  },
}

/** Answers one operation: its root fields are looked up, unknown ones and missing scopes refused as the shop would. */
export function answerGraphql(shop: FakeShop, query: string, variables: Variables) {
  const data: Record<string, unknown> = {}
  for (const name of rootFields(query)) {
    const field = FIELDS[name]
    if (!field) return refusal(`Field '${name}' doesn't exist on type 'QueryRoot'`, 'undefinedField')
    if (field.scope && !allowed(shop, field.scope)) return refusal(`Access denied for ${name} field.`, 'ACCESS_DENIED')
    data[name] = field.resolve(shop, variables)
  }
  return { data, extensions: { cost: cost(10) } }
}

export function throttled(retryAfterSeconds: number) {
  const missing = retryAfterSeconds * 100
  const costs = {
    requestedQueryCost: 52,
    throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 52 - missing, restoreRate: 100 },
  }
  return {
    errors: [
      {
        message: 'Throttled',
        extensions: { code: 'THROTTLED', documentation: 'https://shopify.dev', cost: costs },
      },
    ],
  }
}

function cost(points: number) {
  return {
    requestedQueryCost: points,
    actualQueryCost: points,
    throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 2000 - points, restoreRate: 100 },
  }
}

function refusal(message: string, code: string) {
  return { errors: [{ message, locations: [{ line: 1, column: 1 }], extensions: { code } }] }
}

function allowed(shop: FakeShop, scope: string) {
  return shop.scopes.includes(scope) || shop.scopes.includes(scope.replace('read_', 'write_'))
}

/** The names directly inside the operation's braces; arguments and sub-selections are skipped by depth. */
function rootFields(query: string): string[] {
  const names: string[] = []
  let depth = 0
  let round = 0
  for (const [token] of query.slice(query.indexOf('{')).matchAll(/[{}()]|"(?:[^"\\]|\\.)*"|\w+/g)) {
    if (token === '(') round += 1
    else if (token === ')') round -= 1
    else if (round > 0) continue
    else if (token === '{') depth += 1
    else if (token === '}') depth -= 1
    else if (depth === 1) names.push(token)
  }
  return names
}

function found(shop: FakeShop, query: unknown): FakeOrder[] {
  const newest = shop.orders.toReversed()
  const [, field, term] = /(name|email):"([^"]+)"/.exec(String(query ?? '')) ?? []
  if (field === 'name') return newest.filter((order) => order.name === term || order.name === `#${term}`)
  if (field === 'email') return newest.filter((order) => order.customer.email === term)
  return newest.slice(0, 10)
}

function orderNode(shop: FakeShop, order: FakeOrder) {
  const hidden = shop.withholdsPersonalData
  return {
    id: `gid://shopify/Order/${order.id}`,
    name: order.name,
    createdAt: new Date(order.createdAt).toISOString(),
    email: hidden ? null : order.customer.email,
    phone: hidden ? null : order.customer.phone,
    shippingAddress: hidden ? null : { phone: order.customer.phone },
    billingAddress: null,
    statusPageUrl: `https://${shop.domain}/orders/${order.token}`,
    totalPriceSet: price(order.total),
    lineItems: {
      nodes: order.items.map((item) => ({
        id: 'gid://shopify/LineItem/1',
        title: item.title,
        quantity: item.quantity,
        sku: item.sku,
        variant: { id: `gid://shopify/ProductVariant/${item.variantId}` },
        product: { id: `gid://shopify/Product/${item.productId}` },
        discountedUnitPriceSet: price(item.price),
      })),
    },
  }
}

function productNodes(shop: FakeShop) {
  const items = [...shop.orders, ...shop.checkouts].flatMap((each) => each.items)
  const unique = new Map(items.map((item) => [item.productId, item]))
  return [...unique.values()].map((item) => ({
    id: `gid://shopify/Product/${item.productId}`,
    title: item.title,
    status: 'ACTIVE',
    totalInventory: 7,
    tracksInventory: true,
    onlineStoreUrl: `https://${shop.domain}/products/${item.sku.toLowerCase()}`,
    featuredMedia: null,
    priceRangeV2: { minVariantPrice: { amount: decimal(item.price), currencyCode: 'EUR' } },
  }))
}

function createSubscription(shop: FakeShop, { topic, subscription }: Variables) {
  const { uri } = subscription as { uri: string }
  if (shop.subscriptions.some((each) => each.topic === topic && each.uri === uri)) {
    const message = 'Address for this topic has already been taken'
    return { webhookSubscription: null, userErrors: [{ field: ['webhookSubscription', 'uri'], message }] }
  }
  const made = {
    id: `gid://shopify/WebhookSubscription/${shop.nextId()}`,
    topic: String(topic),
    uri,
    failures: 0,
  }
  shop.subscriptions.push(made)
  return { webhookSubscription: { id: made.id }, userErrors: [] }
}

function moveSubscription(shop: FakeShop, { id, subscription }: Variables) {
  const existing = shop.subscriptions.find((each) => each.id === id)
  if (!existing)
    return {
      webhookSubscription: null,
      userErrors: [{ field: ['id'], message: 'Webhook subscription does not exist' }],
    }
  existing.uri = (subscription as { uri: string }).uri
  return { webhookSubscription: { id }, userErrors: [] }
}

function removeSubscription(shop: FakeShop, { id }: Variables) {
  const index = shop.subscriptions.findIndex((each) => each.id === id)
  if (index >= 0) shop.subscriptions.splice(index, 1)
  return { deletedWebhookSubscriptionId: index >= 0 ? id : null, userErrors: [] }
}

function addTags(shop: FakeShop, { id, tags }: Variables) {
  const customer = shop.customers.find((each) => each.id === idIn(id))
  if (!customer) return { userErrors: [{ field: ['id'], message: 'Customer does not exist' }] }
  customer.tags = [...new Set([...customer.tags, ...(tags as string[])])]
  return { userErrors: [] }
}

function createDiscount(shop: FakeShop, { discount }: Variables) {
  const spec = discount as Record<string, unknown>
  const code = String(spec.code).toUpperCase()
  if (shop.discounts.has(code)) {
    const taken = { field: ['basicCodeDiscount', 'code'], code: 'TAKEN', message: 'Code must be unique.' }
    return { codeDiscountNode: null, userErrors: [taken] }
  }
  shop.discounts.set(code, spec)
  return { codeDiscountNode: { id: `gid://shopify/DiscountCodeNode/${shop.nextId()}` }, userErrors: [] }
}
