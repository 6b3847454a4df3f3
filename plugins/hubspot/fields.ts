import { asObject, asObjects, asText } from '#sdk/index'
import type { Context, CrmField, CrmStage, Json } from '#sdk/index'
import { HubSpotClient } from './client.ts'
import { CONTACT_KEY, dealPipelines, property } from './paths.ts'

/** Names of the properties that hold several options at once, as `;`-joined text. */
const LISTS = 'properties.lists'

const TYPES: Record<string, CrmField['type']> = {
  string: 'text',
  number: 'number',
  bool: 'boolean',
  date: 'date',
  datetime: 'datetime',
  phone_number: 'phone',
}
const ENUMERATIONS: Record<string, CrmField['type']> = { checkbox: 'choices', booleancheckbox: 'boolean' }

/** The portal's contact properties. Files, JSON and places have no counterpart here and are left out. */
export async function fields(context: Context): Promise<CrmField[]> {
  const answer = await new HubSpotClient(context).get(property('contacts'))
  const shown = asObjects(answer.results).filter(({ hidden, archived }) => hidden !== true && archived !== true)
  const found = shown.flatMap(fieldOf)
  await context.state.set(LISTS, namesOf(found))
  return found
}

/** Stages of all deal pipelines, in their order. */
export async function stages(context: Context): Promise<CrmStage[]> {
  const { results } = await new HubSpotClient(context).get(dealPipelines())
  return asObjects(results)
    .filter(({ archived }) => archived !== true)
    .flatMap((pipeline) => {
      const id = asText(pipeline.id) ?? ''
      const of = { id, title: asText(pipeline.label) ?? id }
      return asObjects(pipeline.stages).map((stage) => stageIn(of, stage))
    })
}

/** Which of these properties hold lists. Asked for once per connection, and again with every reading of all fields. */
export async function listsAmong(context: Context, names: string[]): Promise<Set<string>> {
  const known = await context.state.get<string[]>(LISTS)
  const lists = known ?? namesOf(await fields(context))
  return new Set(names.filter((name) => lists.includes(name)))
}

const namesOf = (found: CrmField[]) => found.filter(({ type }) => type === 'choices').map(({ name }) => name)

function fieldOf(definition: Json): CrmField[] {
  const name = asText(definition.name)
  const type = typeOf(definition)
  // Ours is the key by which contacts are found; nobody else may write it.
  if (name === null || type === null || name === CONTACT_KEY) return []
  const options = asObjects(definition.options).flatMap(({ value, label, hidden }) => {
    const written = asText(value)
    return written === null || hidden === true ? [] : [{ value: written, title: asText(label) ?? written }]
  })
  const readOnly = asObject(definition.modificationMetadata)?.readOnlyValue === true || definition.calculated === true
  return [
    {
      name,
      title: asText(definition.label) ?? name,
      type,
      ...(type === 'choice' || type === 'choices' ? { options } : {}),
      readOnly,
      required: false,
    },
  ]
}

function typeOf({ name, type, fieldType }: Json): CrmField['type'] | null {
  if (name === 'email') return 'email'
  if (fieldType === 'phonenumber') return 'phone'
  if (type === 'enumeration') return ENUMERATIONS[String(fieldType)] ?? 'choice'
  return TYPES[String(type)] ?? null
}

/** A stage that closes a deal says so by its probability: all or nothing. */
function stageIn(pipeline: { id: string; title: string }, stage: Json): CrmStage {
  const id = asText(stage.id) ?? ''
  const { isClosed, probability } = asObject(stage.metadata) ?? {}
  const outcome = String(isClosed) !== 'true' ? 'open' : Number(probability) === 1 ? 'won' : 'lost'
  return { id, title: asText(stage.label) ?? id, pipeline, outcome }
}
