import type { Context } from '../context.ts'

/** A function the model may ask for. `input` is the JSON Schema of its arguments. */
export interface ModelTool {
  name: string
  description: string
  input: Record<string, unknown>
}

/** The model asks for a tool. `input` is its arguments as JSON; whoever runs it checks them first. */
export interface ModelToolCall {
  id: string
  name: string
  input: unknown
}

/**
 * One turn of a conversation. What customers, pages and tools say is data: it goes into `user` and `tool` turns,
 * never into `system`.
 */
export type ModelTurn =
  | { role: 'system' | 'user'; text: string }
  | {
      role: 'assistant'
      text: string
      toolCalls?: ModelToolCall[]
      /** `ModelAnswer.opaque` of the answer this turn is, unchanged. */
      opaque?: unknown
    }
  | { role: 'tool'; toolCallId: string; name: string; text: string; isError?: boolean }

export interface ModelRequest {
  /** The vendor's name of the model; null or absent: the one the connection is set to. */
  model?: string | null
  tools?: ModelTool[]
  toolChoice?: 'auto' | 'none' | 'required'
  /**
   * The answer must be JSON of this schema. Kept to what every vendor's strict mode takes: each object lists all
   * its properties in `required` and says `additionalProperties: false`; what may be absent is a union with null.
   */
  output?: { name: string; schema: Record<string, unknown> }
  /** Most tokens of the answer, what the model thinks included. Default 800. */
  maxTokens?: number
  /** How much a reasoning model may think. Models that do not reason ignore it. */
  effort?: 'none' | 'low' | 'medium' | 'high'
  /** Who is served, as a hash: vendors use it against abuse. Never a name or an address. */
  userRef?: string
  /** Called with each part of the text as it comes; the parts make the whole. */
  onText?: (part: string) => void
  /** Milliseconds until the call is given up. Default 45 000. */
  timeout?: number
}

/** Tokens as the vendor counted them. `cached` are among `input`. Zero where the vendor does not say. */
export interface ModelUsage {
  input: number
  output: number
  cached: number
}

/**
 * Why the model stopped: it was done, wants a tool, reached `maxTokens`, was cut off by the vendor's filter, or
 * declined to answer. Declining is an answer, not an error: it was made and is paid for.
 */
export type ModelStop = 'end' | 'tool' | 'length' | 'filter' | 'refusal'

export interface ModelAnswer {
  text: string
  /** The answer as JSON where `output` was asked for; null if it is not JSON. The caller validates it. */
  output: unknown
  toolCalls: ModelToolCall[]
  stop: ModelStop
  usage: ModelUsage
  /** The model that answered, as the vendor names it. */
  model: string
  /** The vendor's id of the call, for its support. */
  requestId: string | null
  /** What the vendor wants to see again in the next turn, such as its reasoning. */
  opaque?: unknown
}

export interface Embeddings {
  /** One vector per text, in their order, of length 1. */
  vectors: number[][]
  model: string
  usage: ModelUsage
}

export interface Transcript {
  text: string
  model: string
  usage: ModelUsage
}

export type ModelTask = 'chat' | 'embedding' | 'transcription'

export interface ModelInfo {
  /** The vendor's name of it. */
  id: string
  /** What it can be used for, as far as the vendor or its name tells. */
  tasks: ModelTask[]
}

/** What a model costs by the vendor's list. Amounts are millionths of the currency's unit per million tokens. */
export interface ModelPrice {
  model: string
  currency: string
  input: number
  /** For tokens the vendor had kept from before; null: not known, so the price of the others holds. */
  cached: number | null
  output: number
  /** Where it stands, and the month it was read: lists grow old. */
  source: string
  asOf: string
}

/** What a connection can do, found out by trying and remembered. */
export interface ModelCapabilities {
  /** Default models of the connection; null: none. */
  models: Record<ModelTask, string | null>
  tools: boolean
  /** Whether an answer of a given schema may be asked for. Without it the schema is put in words. */
  structured: boolean
  streaming: boolean
}

/**
 * A model. Calls change nothing at the vendor, so the core may repeat them; it counts what each costs. Methods throw
 * members of the closed error set only: an account without credit is `PolicyRefused` with `insufficient_quota`, a
 * model that is not there is `InvalidInput` at `model`, a conversation too long is `InvalidInput` at `conversation`.
 */
export interface ModelRole {
  respond(context: Context, conversation: ModelTurn[], request?: ModelRequest): Promise<ModelAnswer>
  /** Texts in any number; how many go into one call is the connector's business. */
  embed?(context: Context, texts: string[], request?: { model?: string | null }): Promise<Embeddings>
  /** `language` is a hint, ISO 639-1. */
  transcribe?(
    context: Context,
    audio: { bytes: Uint8Array; mimeType: string; language?: string | null },
    request?: { model?: string | null }
  ): Promise<Transcript>
  /** What can be chosen, in the vendor's order. */
  models(context: Context): Promise<ModelInfo[]>
  capabilities(context: Context): Promise<ModelCapabilities>
  /** List prices as far as they are known, without asking anybody. A model that is not in it has no known price. */
  prices(context: Context): ModelPrice[]
}
