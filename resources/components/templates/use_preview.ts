import type { BubbleMessage } from '~/components/phone/types'
import { useAnswer } from '~/hooks/use_answer'
import type { SmsLength } from './sms_line.tsx'
import type { Variant } from './types.ts'

export type Preview =
  { ok: true; bubble: BubbleMessage; sms: SmsLength } | { ok: false; code: string; params: Record<string, unknown> }

/** How the message would leave, by the server's engine. */
export const usePreview = (url: string, variant: Variant, missing: boolean): Preview | null =>
  useAnswer<Preview>(url, { variant, missing })
