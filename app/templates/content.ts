import type { Attachment, MessageButton } from '#sdk/index'

/** What is to be said. Texts are Liquid and filled from `values`. */
export type DraftContent =
  | { kind: 'text'; text: string; buttons?: DraftButton[] }
  | { kind: 'media'; attachment: Attachment; text: string | null }

/** A link may be tracked: it then leaves as our short one. */
export type DraftButton = MessageButton & { tracked?: boolean }
