/**
 * Meta's webhook bodies, as far as they are read here. Everything is optional that Meta has ever left out;
 * message types, statuses and fields are open sets.
 */
export interface WireEntry {
  /** The WhatsApp Business Account; for some partner events the business portfolio. */
  id: string
  /** Seconds, on account-level entries only. */
  time?: number
}

export interface WireChange {
  field: string
  value: WireValue
}

export interface WireValue extends Record<string, unknown> {
  metadata?: { display_phone_number?: string; phone_number_id?: string }
  contacts?: WireContact[]
  messages?: WireMessage[]
  statuses?: WireStatus[]
  errors?: WireError[]
  user_preferences?: WirePreference[]
  waba_info?: { waba_id?: string }
}

export interface WireContact {
  profile?: { name?: string; username?: string }
  wa_id?: string
  user_id?: string
}

export interface WireMedia {
  id?: string
  url?: string
  mime_type?: string
  caption?: string
  filename?: string
}

export interface WireMessage extends Record<string, unknown> {
  id: string
  type: string
  timestamp: string
  from?: string
  from_user_id?: string
  group_id?: string
  context?: { id?: string; from?: string }
  referral?: WireReferral
  text?: { body: string }
  button?: { payload?: string; text?: string }
  interactive?: { type: string; button_reply?: WireChoice; list_reply?: WireChoice }
  location?: { latitude: number; longitude: number; name?: string; address?: string }
  contacts?: { name?: { formatted_name?: string }; phones?: { phone?: string }[] }[]
  reaction?: { message_id: string; emoji?: string }
  system?: { type?: string }
  unsupported?: { type?: string }
}

export interface WireChoice {
  id: string
  title: string
}

export interface WireReferral {
  source_url?: string
  source_id?: string
  source_type?: string
  headline?: string
  body?: string
  ctwa_clid?: string
}

export interface WireError {
  code: number
  title?: string
  message?: string
}

export interface WireStatus {
  id: string
  status: string
  timestamp: string
  type?: string
  recipient_id?: string
  recipient_user_id?: string
  recipient_type?: string
  biz_opaque_callback_data?: string
  pricing?: { billable?: boolean; type?: string; category?: string }
  errors?: WireError[]
}

export interface WirePreference {
  wa_id?: string
  user_id?: string
  detail?: string
  category?: string
  value?: string
  timestamp?: number | string
}

/** Fields of the three template webhooks, which overlap so far that one reader serves them all. */
export interface WireTemplateChange {
  event?: string
  reason?: string | null
  message_template_id: number | string
  message_template_name?: string
  message_template_language?: string
  message_template_category?: string
  previous_category?: string
  new_category?: string
  correct_category?: string
  new_quality_score?: string
  rejection_info?: { reason?: string; recommendation?: string }
  other_info?: { title?: string; description?: string }
}
