export default class MessagingProvider {
  async boot() {
    const { registerConsumer, registerProjector } = await import('#app/events/registry')
    const { registerWork } = await import('#app/work/worker')
    const { inbound } = await import('./inbound.ts')
    const { registerMessagingViews } = await import('./in_contacts.ts')
    const { keywordReplies } = await import('./keyword_replies.ts')
    const { reconciling } = await import('./reconcile.ts')
    const { sending } = await import('./sender.ts')
    const { statuses } = await import('./statuses.ts')

    registerProjector(inbound)
    registerProjector(statuses)
    registerConsumer(keywordReplies)
    registerWork(sending)
    registerWork(reconciling)
    registerMessagingViews()
  }
}
