import type { Context } from '../context.ts'

export interface ModelTurn {
  role: 'system' | 'user' | 'assistant' | 'tool'
  text: string
  toolCallId?: string
}

export interface ModelTool {
  name: string
  description: string
  input: Record<string, unknown>
}

export interface ModelRole {
  respond(
    context: Context,
    conversation: ModelTurn[],
    options: { tools?: ModelTool[]; onText?: (text: string) => void; output?: Record<string, unknown> }
  ): Promise<{
    text: string
    toolCalls: { id: string; name: string; input: unknown }[]
    usage: { input: number; output: number }
  }>
  embed?(context: Context, texts: string[]): Promise<number[][]>
  transcribe?(context: Context, audio: { bytes: Buffer; mimeType: string }): Promise<string>
}
