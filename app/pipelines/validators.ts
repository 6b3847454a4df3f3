import vine from '@vinejs/vine'

export const newPipelineValidator = vine.create({
  name: vine.string().trim().minLength(1).maxLength(120).optional().requiredIfMissing('library_key'),
  library_key: vine.string().maxLength(60).optional(),
  connection_id: vine.string().maxLength(32).nullable().optional(),
})

export const draftValidator = vine.create({
  name: vine.string().trim().minLength(1).maxLength(120),
  /** The graph as JSON text: what it means is judged afterwards. */
  graph: vine.string().maxLength(500_000),
})
