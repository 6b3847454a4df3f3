import type { HopState } from '~/components/chain/types'

/** A connector's schema or values: their shape is the connector's own. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json }
export type JsonObject = { [name: string]: Json }

/** What a field of the form may hold. */
export type FieldValues = Record<string, string | number | boolean | null | string[]>

export type Reason = { code: string; params?: Record<string, string | number> }

export type ConnectionState = 'healthy' | 'slow' | 'needs_attention' | 'broken' | 'paused' | 'not_connected'

export type ConnectionLine = {
  id: string
  connector: string
  name: string
  accountLabel: string | null
  state: ConnectionState
  reason: Reason | null
  stateSince: number
  checkedAt: number | null
  connectedAt: number
  warnings: Reason[]
}

/** The kinds of the gallery, in its order. */
export const KINDS = ['shops', 'messages', 'crm', 'payments', 'conversions', 'ai', 'nocode'] as const
export type Kind = (typeof KINDS)[number]

/** Something that would stop working without the connection. */
export type Use = { kind: 'pipeline'; id: string; title: string; to: string; live: boolean }

export type ConnectorCard = {
  id: string
  name: string
  summary: string
  category: Kind
  icon: string
  docsUrl: string | null
  /** What arrives can be mapped by hand. */
  maps: boolean
  /** Contacts can be kept in step with it. */
  syncs: boolean
  signIn: boolean
  /** Its keys can be had on a page of the vendor’s. */
  exchange: boolean
}

/** What sending somebody to a provider takes. */
export type SignIn = {
  app: JsonObject
  apps: Array<{ id: string; clientId: string; connections: number }>
  redirectUrl: string
  scopes: string[]
}

export type ConnectionForm = { credentials: JsonObject | null; settings: JsonObject | null }

export type FilledForm = ConnectionForm & { values: { credentials: JsonObject; settings: JsonObject }; kept: string[] }

export type EndpointInfo = {
  id: string
  url: string | null
  open: boolean
  shared: boolean
  unsigned: boolean
  ownSecret: boolean
}

export type Figures = {
  lastAt: number | null
  accepted: number
  rejected: number
  rejections: Array<{ reason: string; count: number; lastAt: number }>
  answeredIn: number | null
  parsedIn: number | null
}

export type HealthDay = { day: string; state: ConnectionState; reason: Reason | null; checks: number; failures: number }

export type DeliveryLine = {
  id: string
  topic: string | null
  connector: string
  state: string
  reason: Reason | null
  receivedAt: number
  parsedAt: number | null
  size: number
  items: number
  recorded: number
}

export type DeliveryRow = DeliveryLine & {
  became: string[]
  /** The states of the nine hops; empty where the relay is not known. */ went: HopState[]
}

export type DeliveryDetail = DeliveryLine & {
  connectionId: string | null
  answeredIn: number
  events: Array<{ eventId: string; type: string; contactId: string | null }>
  shared: boolean
  headers: Record<string, string> | null
  body: string | null
  masked: boolean
  bodyUntil: number | null
  replayable: boolean
}
