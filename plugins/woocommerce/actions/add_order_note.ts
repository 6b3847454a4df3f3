import { asObject, asObjects, asText, defineAction, idOfMade, type Context } from '#sdk/index'
import { WooClient } from '../client.ts'
import { idOf } from '../delivered.ts'
import { addOrderNote as manifest } from '../manifest_actions.ts'

interface Input {
  orderId: string
  note: string
  toCustomer?: boolean
}

export const addOrderNote = defineAction<Input, { noteId: string }>({
  ...manifest,

  async run(context: Context, { orderId, note, toCustomer = false }) {
    const path = `orders/${orderId}/notes`
    const { body } = await new WooClient(context).change('post', path, { note, customer_note: toCustomer })
    return { noteId: idOfMade(asObject(body)?.id, 'The note') }
  },

  // A note carries no key of ours; the same words on the same order are taken for it.
  async lookup(context: Context, { orderId, note, toCustomer = false }) {
    const { body } = await new WooClient(context).read(`orders/${orderId}/notes`)
    const same = asObjects(body).find(
      (each) => asText(each.note) === note.trim() && (each.customer_note === true) === toCustomer
    )
    const noteId = idOf(same?.id)
    return noteId === null ? null : { noteId }
  },
})
