import type { JsonParams } from '~/hooks/json'

export type TemplateButton = {
  kind: 'url' | 'reply' | 'phone'
  title: string
  url?: string
  tracked?: boolean
  phone?: string
  id?: string
}

export type TemplateContent = {
  header: { kind: 'text'; text: string } | null
  body: string
  footer: string | null
  buttons: TemplateButton[]
}

export type TemplateVariable = { name: string; source: string; sample: string; fallback: string | null }

export type Variant = { language: string; content: TemplateContent; variables: TemplateVariable[] }

export type TemplateForm = { name: string; purpose: string; variants: Variant[] }

export type Problem = { language: string; field: string; code: string; params?: JsonParams }

export type Approval = {
  id: string
  connectionId: string
  language: string
  status: string
  category: string | null
  quality: string | null
  reason: string | null
  detail: string | null
  statusSince: number
}

export type PublishedVersion = {
  version: number
  publishedAt: number | null
  languages: string[]
  approvals: Approval[]
}

export type Limits = { body: number; header: number; footer: number; button: number; buttons: number; links: number }
