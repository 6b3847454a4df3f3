import { asObject, asText, defineAction, NotFound, type Context, type Json } from '#sdk/index'
import { ShopifyClient } from '../client.ts'
import { refuseUserErrors } from '../failures.ts'
import { addCustomerTags as manifest } from '../manifest_actions.ts'

const ADD = `mutation AddTags($id: ID!, $tags: [String!]!) { tagsAdd(id: $id, tags: $tags) { userErrors { field message } } }`
const READ = `query CustomerTags($id: ID!) { customer(id: $id) { id tags } }`

interface Input {
  customerId: string
  tags: string[]
}

export const addCustomerTags = defineAction<Input, { customerId: string }>({
  ...manifest,

  async run(context: Context, { customerId, tags }) {
    const answer = await new ShopifyClient(context).mutate<Json>(ADD, { id: gid(customerId), tags })
    refuseUserErrors(asObject(answer.tagsAdd)?.userErrors)
    return { customerId }
  },

  async lookup(context: Context, { customerId, tags }) {
    const answer = await new ShopifyClient(context).query<Json>(READ, { id: gid(customerId) })
    const customer = asObject(answer.customer)
    if (!customer) throw new NotFound('Shopify knows no such customer')
    const present = Array.isArray(customer.tags) ? customer.tags.map((tag) => asText(tag)?.toLowerCase()) : []
    return tags.every((tag) => present.includes(tag.toLowerCase())) ? { customerId } : null
  },
})

function gid(customerId: string) {
  return `gid://shopify/Customer/${customerId}`
}
