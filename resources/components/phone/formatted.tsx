import { Fragment, type ReactNode } from 'react'
import { ValueChip } from '~/ui/facts'

const TOKEN = /(\*[^*\n]+\*|_[^_\n]+_|~[^~\n]+~|```[\s\S]+?```|`[^`\n]+`|\{\{\s*[\w.]+\s*\}\}|https?:\/\/[^\s]+)/g

const inner = (token: string, marks = 1) => token.slice(marks, -marks)

function draw(token: string): ReactNode {
  if (token.startsWith('{{')) return <ValueChip name={inner(token, 2).trim()} missing />
  if (token.startsWith('```')) return <code>{inner(token, 3)}</code>
  if (token.startsWith('`')) return <code>{inner(token)}</code>
  if (token.startsWith('*')) return <strong>{formatted(inner(token))}</strong>
  if (token.startsWith('_')) return <em>{formatted(inner(token))}</em>
  if (token.startsWith('~')) return <s>{formatted(inner(token))}</s>
  return <span style={{ color: 'var(--wa-link)' }}>{token}</span>
}

/** Text as the channel draws it: its own marks, links, and values that nobody filled in. */
export function formatted(text: string): ReactNode {
  const parts = text.split(TOKEN)
  return parts.map((part, i) => <Fragment key={i}>{i % 2 ? draw(part) : part}</Fragment>)
}
