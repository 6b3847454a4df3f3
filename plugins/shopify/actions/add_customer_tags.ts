import { asObject, defineAction, type Context, type Json } from '#sdk/index'
import { ShopifyClient } from '../client.ts'
import { refuseUserErrors } from '../failures.ts'
import { addCustomerTags as manifest } from '../manifest_actions.ts'

const ADD = `mutation AddTags($id: ID!, $tags: [String!]!) { tagsAdd(id: $id, tags: $tags) { userErrors { field message } } }`

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
})

function gid(customerId: string) {
  return `gid://shopify/Customer/${customerId}`
}
