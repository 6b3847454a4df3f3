/**
 * What the contract asks of a schema. A VineJS validator (`vine.create({ … })`) fits as it is, and so does
 * anything else with these two methods: the SDK itself depends on nothing.
 *
 * One schema makes the form, the validation, the API reference, the sample and the AI tool. Form hints travel
 * in `.meta({ … })` and come out in the JSON Schema: `title`, `description`, `examples`, and our own
 * `x-secret` (masked, never read back), `x-multiline`, `x-placeholder`, `x-options-labels`.
 */
export interface Schema<Output> {
  /** Resolves to the clean value; rejects with an error that carries `messages: { field, rule, message }[]`. */
  validate(value: unknown): Promise<Output>
  toJSONSchema(): JsonSchema
}

/** As much of JSON Schema (draft 7) as the contract looks at; whatever else a schema holds is passed on. */
export interface JsonSchema {
  type?: unknown
  title?: string
  description?: string
  /** By field; `true` and `false` are schemas too. */
  properties?: Record<string, unknown>
  required?: string[]
}

/** The value a schema yields. */
export type Infer<S> = S extends Schema<infer Output> ? Output : never

/** One complaint about one field, in the shape every VineJS error carries. */
export interface FieldError {
  field: string
  rule: string
  message: string
}
