export default class AiProvider {
  async boot() {
    const { registerCount } = await import('#app/http/shared_props')
    const { stepTypes } = await import('#app/pipelines/steps/registry')
    const { registerApprovalEffects } = await import('./approval_effects.ts')
    const { countWaiting } = await import('./approval_list.ts')
    const { registerAiTables } = await import('./personal_tables.ts')
    const { classify } = await import('./steps/classify.ts')
    const { extractFields } = await import('./steps/extract_fields.ts')
    const { writeReply } = await import('./steps/write_reply.ts')
    for (const step of [classify, extractFields, writeReply]) stepTypes.register(step)
    registerApprovalEffects()
    registerAiTables()
    registerCount('ai', 'ai.view', (workspace) => countWaiting(workspace.id))
  }
}
