import { customAlphabet } from 'nanoid'
import { appUrl } from '#config/app'
import { clock } from '#app/clock'
import type { Row } from '#app/database'
import { newId } from '#app/ids'

// Without look-alikes (0 O, 1 l I), since people read codes aloud. 55⁹ codes cannot be walked through.
const newCode = customAlphabet('23456789abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ', 9)

/** What every short link begins with; the approved URL of a template's button ends in its code. */
export const linkBase = (): string => `${appUrl}/l/`

interface PlannedLink {
  id: string
  code: string
  url: string
  label: string | null
}

/** Collects the links of one message while it is being filled in; `rowsFor` keeps them with it. */
export class LinkMaker {
  readonly planned: PlannedLink[] = []

  make(url: string, label: string | null = null): string {
    const link = { id: newId('link'), code: newCode(), url, label: label?.slice(0, 60) ?? null }
    this.planned.push(link)
    return link.code
  }

  rowsFor(message: { id: string; workspaceId: string; contactId: string }): Row[] {
    const now = clock.now()
    return this.planned.map((link) => ({
      ...link,
      workspace_id: message.workspaceId,
      message_id: message.id,
      contact_id: message.contactId,
      created_at: now,
    }))
  }
}
