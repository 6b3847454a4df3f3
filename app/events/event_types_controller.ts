import type { HttpContext } from '@adonisjs/core/http'
import { catalogue } from './catalogue.ts'

/** What may happen: every type with its schema and a sample, to read and to build against. */
export default class EventTypesController {
  async index({ inertia }: HttpContext) {
    return inertia.render('developers/events/types', {
      types: described().map(({ schema, sample, ...type }) => ({
        ...type,
        schema: pretty(schema),
        sample: pretty(sample),
      })),
    })
  }

  async list() {
    return { data: described() }
  }
}

const pretty = (value: unknown): string => JSON.stringify(value, null, 2)

const described = () =>
  catalogue.all().map(({ type, title, kind, transient, schema, sample }) => ({
    type,
    title,
    kind,
    transient,
    schema: schema.toJSONSchema(),
    sample,
  }))
