import { InvalidInput, Temporary } from '#sdk/index'
import type { Context, Embeddings } from '#sdk/index'
import { abilitiesOf } from './capabilities.ts'
import { serverName, withClient } from './client.ts'
import { usage } from './wanted.ts'

/** Up to 2048 are taken; fewer keep one call within its time. */
const AT_ONCE = 256

export async function embed(
  context: Context,
  texts: string[],
  request: { model?: string | null } = {}
): Promise<Embeddings> {
  const model = request.model ?? (await abilitiesOf(context)).models.embedding
  if (!model) throw new InvalidInput(`${serverName(context)} has no model for embeddings`, { field: 'model' })

  const found: Embeddings = { vectors: [], model, usage: usage(0, 0, 0) }
  for (let from = 0; from < texts.length; from += AT_ONCE) {
    const slice = texts.slice(from, from + AT_ONCE)
    // The package asks for base64 by itself, which some servers do not know.
    const answer = await withClient(context, (client) =>
      client.embeddings.create({ model, input: slice, encoding_format: 'float' })
    )
    const rows = Array.isArray(answer?.data) ? [...answer.data].sort((a, b) => a.index - b.index) : []
    if (rows.length !== slice.length)
      throw new Temporary(`${serverName(context)} did not answer every text`, { vendorCode: 'not_understood' })
    found.vectors.push(...rows.map(({ embedding }) => ofLengthOne(embedding)))
    found.usage.input += usage(answer.usage?.prompt_tokens, 0, 0).input
  }
  return found
}

function ofLengthOne(vector: number[]): number[] {
  const length = Math.hypot(...vector)
  return length === 0 ? vector : vector.map((value) => value / length)
}
