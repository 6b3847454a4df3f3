import type { MessageButton, MessageContent } from './roles/index.ts'

/** A message as an SMS says it: with no parts but its text, so what each button would do stands at the end. */
export function smsTextOf(content: MessageContent): string {
  if (content.kind === 'text') return [content.text, ...(content.buttons ?? []).map(writtenOut)].join('\n')
  if (content.kind === 'media') return content.text ?? content.attachment.caption ?? ''
  return [content.body.text, content.footer, ...content.buttons.map(writtenOut)].filter(Boolean).join('\n')
}

function writtenOut(button: MessageButton): string {
  if (button.kind === 'url') return button.url + (button.suffix ?? '')
  return button.kind === 'phone' ? button.phone : button.title
}
