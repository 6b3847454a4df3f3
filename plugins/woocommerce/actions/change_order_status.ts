import { asObject, defineAction, type Context } from '#sdk/index'
import { WooClient } from '../client.ts'
import { changeOrderStatus as manifest } from '../manifest_actions.ts'
import { statusOf } from '../statuses.ts'

interface Input {
  orderId: string
  status: string
}

export const changeOrderStatus = defineAction<Input, { orderId: string; status: string }>({
  ...manifest,

  async run(context: Context, { orderId, status }) {
    const { body } = await new WooClient(context).change('put', `orders/${orderId}`, { status })
    return { orderId, status: statusOf(asObject(body) ?? {}) || status }
  },
})
