import type { Context } from '../context.ts'
import type { Attachment, ChannelName, Purpose, TemplateStatus } from '../canonical.ts'

/** One button below a message. */
export type MessageButton =
  | { kind: 'reply'; id: string; title: string }
  | { kind: 'url'; title: string; url: string; /** The changing end of an approved URL. */ suffix?: string | null }
  | { kind: 'phone'; title: string; phone: string }

/** A message ready to leave: every variable is filled in. */
export type MessageContent =
  | { kind: 'text'; text: string; buttons?: MessageButton[] }
  | { kind: 'media'; attachment: Attachment; text: string | null }
  | {
      kind: 'template'
      /** Name and language as approved by the provider. */
      name: string
      language: string
      category: string
      header: { kind: 'text'; text: string; values: TemplateValue[] } | { kind: 'media'; attachment: Attachment } | null
      body: { text: string; values: TemplateValue[] }
      footer: string | null
      buttons: MessageButton[]
    }

/** One variable of a template, in order of appearance, with the text it was filled with. */
export interface TemplateValue {
  name: string
  text: string
}

export interface OutgoingMessage {
  id: string
  purpose: Purpose
  /** Addresses we know of, best first: E.164 phone or the channel's own user id. At least one. */
  to: { phone: string | null; userId: string | null }
  content: MessageContent
  /** The provider's id of the message being answered. */
  replyTo: string | null
}

/** One try. `key` (`message id/n`) must reach the provider where it can carry one, so that a status can name it. */
export interface SendAttempt {
  n: number
  key: string
  /** For `lookup`: when the try began, epoch milliseconds. */
  startedAt?: number
}

export interface SendReceipt {
  providerId: string
  /** Accepted but kept back by the provider for a quality check. */
  held?: boolean
  /** Parts of an SMS, as the provider counts and charges them. */
  segments?: number
  /** The words as they left, where the channel wrote them otherwise than it was given them. */
  text?: string
}

/** A template as the provider keeps it. `name` + `language` identify it. */
export interface ProviderTemplate {
  providerId: string
  name: string
  language: string
  category: string
  status: TemplateStatus
  reason: string | null
  quality: string | null
  header: { kind: 'text'; text: string } | { kind: 'image' | 'video' | 'document' } | null
  body: string
  footer: string | null
  buttons: MessageButton[]
}

/** What is handed in for approval. Variables are named; samples are required by the provider. */
export interface TemplateSubmission extends Omit<ProviderTemplate, 'providerId' | 'status' | 'reason' | 'quality'> {
  samples: Record<string, string>
}

/** How a channel behaves when nothing is heard. */
export interface ChannelTraits {
  /** Consents and contacts' addresses are looked up under this name. */
  medium: ChannelName
  /** Free text only within 24 hours of the customer's last message; templates need approval. */
  conversationWindow: boolean
  templateApproval: boolean
  /** Statuses carry our correlation key. */
  echoesCorrelation: boolean
  /** After this long without status or answer an unknown attempt is given up as `outcome_unknown`, milliseconds. */
  reconcileAfter: number
  /** Identity kinds that can be written to, best first. */
  addresses: ('phone' | 'whatsapp_user' | 'sandbox_user')[]
  /** How much the provider takes from one sender in a second. */
  perSecond: number
  /** What it counts there: the parts of an SMS, or (default) messages whatever their length. */
  perSecondCounts?: 'messages' | 'segments'
}

export interface ChannelRole {
  traits: ChannelTraits
  /**
   * Hands one message to the provider. Throws a member of the closed error set: `RateLimited`, `Temporary` and
   * every error with a vendor code mean *not sent*; `OutcomeUnknown` means nobody knows.
   */
  send(context: Context, message: OutgoingMessage, attempt: SendAttempt): Promise<SendReceipt>
  /**
   * Finds an earlier attempt; null when it certainly does not exist. By its key where the provider keeps one, else by
   * the message, which is null when it can no longer be put together.
   */
  lookup?(context: Context, attempt: SendAttempt, message: OutgoingMessage | null): Promise<SendReceipt | null>
  templates?: {
    list(context: Context, cursor: string | null): Promise<{ items: ProviderTemplate[]; cursor: string | null }>
    submit(
      context: Context,
      template: TemplateSubmission
    ): Promise<{ providerId: string; status: TemplateStatus; category: string }>
    update(
      context: Context,
      providerId: string,
      template: TemplateSubmission
    ): Promise<{ status: TemplateStatus; category: string }>
    remove(context: Context, name: string, providerId: string | null): Promise<void>
  }
  media?: {
    /** Absent where the provider fetches media from a public address. */
    upload?(context: Context, file: { bytes: Buffer; mimeType: string; filename: string }): Promise<{ mediaId: string }>
    download(context: Context, mediaId: string): Promise<{ bytes: Buffer; mimeType: string }>
  }
  markRead?(context: Context, providerId: string): Promise<void>
  typing?(context: Context, providerId: string): Promise<void>
  health?(context: Context): Promise<ChannelHealth>
}

export interface ChannelHealth {
  quality: 'high' | 'medium' | 'low' | 'unknown'
  /** People who may be written to first within 24 hours; null = no limit known. */
  dailyLimit: number | null
  displayName: string | null
  verified: boolean
}
