import { readJson } from '#app/database'
import { segmentsOf, smsTextOf } from '#sdk/index'
import type { ChannelTraits, MessageContent } from '#sdk/index'
import type { MessageRow } from './message.ts'
import { suited } from './outgoing.ts'

/**
 * What one message takes of its sender's rate: one, or as many parts as it has where the provider counts those. Before
 * accents are taken off, since that is the channel's own business: then it goes slower than it might, and not faster.
 */
export function weightOf({ content }: Pick<MessageRow, 'content'>, channel: ChannelTraits | null): number {
  if (channel?.perSecondCounts !== 'segments') return 1
  return Math.max(1, segmentsOf(smsTextOf(suited(readJson<MessageContent>(content), channel))).parts)
}
