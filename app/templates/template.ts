import { column } from '@adonisjs/lucid/orm'
import { jsonColumn, WorkspaceModel } from '#app/accounts/workspace_model'
import type { Attachment, ChannelName, MessageButton, Purpose, TemplateStatus } from '#sdk/index'

/** A message with variables and language variants, under one name. */
export class Template extends WorkspaceModel {
  static table = 'templates'

  @column()
  declare name: string

  @column()
  declare purpose: Purpose

  @column()
  declare medium: ChannelName

  @column()
  declare archivedAt: number | null
}

/** One value a text wants, by the name it has there. */
export interface TemplateVariable {
  name: string
  /** A path (`contact.first_name`), a path with filters, or a Liquid text of its own. */
  source: string
  /** Shown in previews, and to whoever approves the template. */
  sample: string
  /** Said when the value is missing; null means that the message is then refused. */
  fallback: string | null
}

export type TemplateHeader = { kind: 'text'; text: string } | { kind: 'media'; attachment: Attachment }

/** A link's URL is Liquid too; `tracked` sends people through our short one. */
export type TemplateButton = MessageButton & { tracked?: boolean }

export interface TemplateContent {
  header: TemplateHeader | null
  body: string
  footer: string | null
  buttons: TemplateButton[]
}

/** One language of one version. Versions are never changed once published: messages refer to them. */
export class TemplateVersion extends WorkspaceModel {
  static table = 'template_versions'

  @column()
  declare templateId: string

  @column()
  declare version: number

  @column()
  declare language: string

  @column()
  declare state: 'draft' | 'published'

  @jsonColumn()
  declare content: TemplateContent

  @jsonColumn()
  declare variables: TemplateVariable[]

  @column()
  declare publishedAt: number | null
}

/** What a provider thinks of one language of one version. */
export class TemplateApproval extends WorkspaceModel {
  static table = 'template_approvals'

  @column()
  declare templateVersionId: string

  @column()
  declare connectionId: string

  @column()
  declare providerName: string

  @column()
  declare providerTemplateId: string | null

  @column()
  declare language: string

  @column()
  declare status: TemplateStatus

  @column()
  declare category: string | null

  @column()
  declare quality: string | null

  @column()
  declare reason: string | null

  @column()
  declare detail: string | null

  @column()
  declare submittedAt: number

  @column()
  declare statusSince: number
}

/**
 * What the template is called at the provider. Each version gets its own name, so that the approved one keeps being
 * sent while the next is in review; Meta would otherwise put the only one there is on hold.
 */
export const providerName = (template: { name: string }, version: number): string =>
  version === 1 ? template.name : `${template.name}_v${version}`
