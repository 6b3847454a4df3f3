import { insertNew } from '#app/database'
import type { Client, Trx } from '#app/database'
import { naturalKey, newId } from '#app/ids'
import type { StoredEvent } from '#app/events/event'
import type { AdReferral, ReceivedMessagePayload } from '#sdk/index'

/** The ad a chat was started from. */
export interface StoredReferral extends AdReferral {
  id: string
  contactId: string
  connectionId: string | null
  occurredAt: number
}

/** Meta names the ad only in the first message after the click, so it is kept when it is first seen. */
export async function keepReferrals(trx: Trx, events: StoredEvent[]): Promise<void> {
  const rows = events.flatMap((event) => {
    const { referral, channel } = event.payload as ReceivedMessagePayload
    return referral && event.contactId ? [referralRow(event, event.contactId, referral, channel)] : []
  })
  await insertNew(trx, 'ad_referrals', rows)
}

/** The latest ad click of a contact that names a click id, not before `since`. */
export async function latestReferral(
  client: Client,
  contactId: string,
  since: number,
  until: number
): Promise<StoredReferral | null> {
  const row = await client
    .from('ad_referrals')
    .where('contact_id', contactId)
    .whereNotNull('click_id')
    .whereBetween('occurred_at', [since, until])
    .orderBy('occurred_at', 'desc')
    .first()
  return row ? referralFromRow(row) : null
}

export async function referralsOf(client: Client, contactId: string): Promise<StoredReferral[]> {
  const rows = await client.from('ad_referrals').where('contact_id', contactId).orderBy('occurred_at', 'desc').limit(20)
  return rows.map(referralFromRow)
}

const referralRow = (event: StoredEvent, contactId: string, referral: AdReferral, channel: string) => ({
  id: newId('referral'),
  workspace_id: event.workspaceId,
  contact_id: contactId,
  event_id: event.id,
  connection_id: event.connectionId,
  natural_key: naturalKey(referral.clickId ? `click:${referral.clickId}` : `event:${event.id}`),
  channel,
  source_type: referral.sourceType.slice(0, 60),
  source_id: referral.sourceId?.slice(0, 190) ?? null,
  source_url: referral.sourceUrl ?? null,
  headline: referral.headline ?? null,
  body: referral.body ?? null,
  click_id: referral.clickId ?? null,
  account: referral.account ?? null,
  occurred_at: event.occurredAt,
})

const referralFromRow = (row: Record<string, string | null>): StoredReferral => ({
  id: String(row.id),
  contactId: String(row.contact_id),
  connectionId: row.connection_id,
  sourceType: String(row.source_type),
  sourceId: row.source_id,
  sourceUrl: row.source_url,
  headline: row.headline,
  body: row.body,
  clickId: row.click_id,
  account: row.account,
  occurredAt: Number(row.occurred_at),
})
