import { InvalidInput } from '#sdk/index'
import type { MessageButton, MessageContent, TemplateValue } from '#sdk/index'
import { mediaSource } from './attachments.ts'
import { parameterName } from './template_names.ts'

type Json = Record<string, unknown>
export type TemplateContent = Extract<MessageContent, { kind: 'template' }>

const CODE_LENGTH = 15

export function templateBody(template: TemplateContent): Json {
  const components = template.category === 'authentication' ? codeComponents(template) : componentsOf(template)
  return {
    name: template.name,
    language: { code: template.language.replace('-', '_') },
    ...(components.length > 0 ? { components } : {}),
  }
}

function componentsOf({ header, body, buttons }: TemplateContent): Json[] {
  const components: Json[] = []
  if (header?.kind === 'text' && header.values.length > 0)
    components.push({ type: 'header', parameters: parameters(header.values) })
  if (header?.kind === 'media') components.push({ type: 'header', parameters: [mediaParameter(header.attachment)] })
  if (body.values.length > 0) components.push({ type: 'body', parameters: parameters(body.values) })
  return [...components, ...buttons.flatMap(buttonComponent)]
}

/** Meta wrote the text of these templates; the code goes into it and into its button. */
function codeComponents({ body }: TemplateContent): Json[] {
  const code = body.values[0]?.text ?? ''
  if (code === '' || code.length > CODE_LENGTH)
    throw new InvalidInput('A code has 1 to 15 characters', { field: 'code' })
  const text = [{ type: 'text', text: code }]
  return [
    { type: 'body', parameters: text },
    { type: 'button', sub_type: 'url', index: '0', parameters: text },
  ]
}

function mediaParameter(attachment: Parameters<typeof mediaSource>[0]): Json {
  const { kind, filename } = attachment
  if (kind === 'audio' || kind === 'sticker')
    throw new InvalidInput('A header is an image, a video or a document', { field: 'header' })
  return {
    type: kind,
    [kind]: { ...mediaSource(attachment), ...(kind === 'document' && filename ? { filename } : {}) },
  }
}

/** Numbers mean the positional format, in which the order speaks; else each parameter is named once. */
function parameters(values: TemplateValue[]): Json[] {
  const unique = values.filter((value, index) => values.findIndex((other) => other.name === value.name) === index)
  return unique.map(({ name, text }) => {
    const filled = { type: 'text', text: parameterText(name, text) }
    return /^\d+$/.test(name) ? filled : { ...filled, parameter_name: parameterName(name) }
  })
}

/** Meta refuses line breaks, tabs, runs of spaces and nothing at all in a parameter. */
function parameterText(name: string, text: string): string {
  const clean = text
    .replace(/\s*[\n\r\t]+\s*/g, ' ')
    .replace(/ {4,}/g, '   ')
    .trim()
  if (clean === '') throw new InvalidInput('A template variable is empty', { field: name })
  return clean
}

function buttonComponent(button: MessageButton, position: number): Json[] {
  const index = String(position)
  if (button.kind === 'reply') {
    return [
      {
        type: 'button',
        sub_type: 'quick_reply',
        index,
        parameters: [{ type: 'payload', payload: button.id }],
      },
    ]
  }
  if (button.kind === 'url' && button.suffix) {
    return [{ type: 'button', sub_type: 'url', index, parameters: [{ type: 'text', text: button.suffix }] }]
  }
  return []
}
