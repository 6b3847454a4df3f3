import type OpenAI from 'openai'
import { APIError } from 'openai'

type Body = OpenAI.Chat.ChatCompletionCreateParamsNonStreaming
type Completion = OpenAI.Chat.ChatCompletion
type Chunk = OpenAI.Chat.ChatCompletionChunk
type ToolCall = OpenAI.Chat.ChatCompletionMessageFunctionToolCall

/** Reads a streamed answer to its end and puts it together as if it had come whole. */
export async function streamed(client: OpenAI, body: Body, onText: (part: string) => void): Promise<Completion> {
  const whole = new Whole()
  const stream = await client.chat.completions.create({
    ...body,
    stream: true,
    stream_options: { include_usage: true },
  })
  for await (const chunk of stream) {
    const part = whole.add(chunk)
    if (part) onText(part)
  }
  return whole.completion()
}

class Whole {
  #last: Chunk | null = null
  #usage: Completion['usage']
  #finish: Completion['choices'][0]['finish_reason'] | null = null
  #text = ''
  #refusal = ''
  #calls: ToolCall[] = []

  /** Answers the text that came with it. */
  add(chunk: Chunk): string {
    this.#last = chunk
    if (chunk.usage) this.#usage = chunk.usage
    const choice = chunk.choices?.[0]
    if (!choice) return ''
    if (choice.finish_reason) this.#finish = choice.finish_reason
    for (const call of choice.delta.tool_calls ?? []) this.#addCall(call)
    this.#refusal += choice.delta.refusal ?? ''
    const text = choice.delta.content ?? ''
    this.#text += text
    return text
  }

  // The id and name come with the first piece, the arguments bit by bit.
  #addCall({ index, id, function: of }: OpenAI.Chat.ChatCompletionChunk.Choice.Delta.ToolCall) {
    const call = (this.#calls[index] ??= { id: '', type: 'function', function: { name: '', arguments: '' } })
    if (id) call.id = id
    call.function.name += of?.name ?? ''
    call.function.arguments += of?.arguments ?? ''
  }

  completion(): Completion {
    // Without an end it was cut off on the way, and half a sentence is no answer.
    if (!this.#last || !this.#finish) throw new APIError(undefined, undefined, 'cut off', undefined)
    const { id, created, model } = this.#last
    const message = {
      role: 'assistant' as const,
      content: this.#text,
      refusal: this.#refusal || null,
      tool_calls: this.#calls.filter(Boolean),
    }
    const choice = { index: 0, message, finish_reason: this.#finish, logprobs: null }
    return { id, created, model, object: 'chat.completion', choices: [choice], usage: this.#usage }
  }
}
