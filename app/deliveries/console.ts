import type { SearchSource } from '#app/http/search'
import { deliveryFor } from './delivery_lists.ts'

/** For the palette: a delivery by its id. */
export const deliverySearch: SearchSource = {
  kind: 'deliveries',
  permission: 'deliveries.view',
  async find(workspace, words) {
    const id = words.trim()
    const found = /^dlv_[0-9a-z]{26}$/.test(id) ? await deliveryFor(workspace.id, id) : null
    if (!found?.delivery.connectionId) return []
    const { topic, connectionId } = found.delivery
    return [{ id, title: topic ?? id, subtitle: id, to: `/connections/${connectionId}/deliveries/${id}` }]
  },
}
