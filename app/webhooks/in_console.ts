import { registerSearch } from '#app/http/search'
import { Subscription } from './subscription.ts'

/** What the palette finds: subscriptions by name or address. */
export function registerWebhookViews(): void {
  registerSearch({
    kind: 'webhooks',
    permission: 'webhooks.view',
    async find(workspace, words) {
      const pattern = `%${words
        .trim()
        .toLowerCase()
        .replace(/[%_\\]/g, '')}%`
      const found = await Subscription.in(workspace)
        .where((either) => either.whereRaw('lower(name) like ?', [pattern]).orWhereRaw('lower(url) like ?', [pattern]))
        .limit(5)
      return found.map(({ id, name, url }) => ({
        id,
        title: name,
        subtitle: new URL(url).host,
        to: `/developers/webhooks/${id}`,
      }))
    },
  })
}
