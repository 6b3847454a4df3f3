import db from '@adonisjs/lucid/services/db'
import { appUrl } from '#config/app'
import { clock } from '#app/clock'
import { newId } from '#app/ids'
import type { Connection } from '#app/connectors/connection'
import { contextFor } from '#app/connectors/context'
import { connectors } from '#app/connectors/registry'
import { isConnectorError } from '#sdk/errors'
import type { ConversionReport, ConversionResult } from '#sdk/index'

export interface TestEvent {
  /** From the vendor's page for test events; without it the event counts. */
  testCode: string
  eventName: string
  path: 'website' | 'business_messaging'
}

export type TestAnswer = { ok: true; result: ConversionResult } | { ok: false; code: string; vendorCode: string | null }

const refused = (code: string, vendorCode: string | null = null): TestAnswer => ({
  ok: false,
  code,
  vendorCode,
})

/** Tells the dataset of one made-up purchase and shows the answer; nothing of it is kept. */
export async function sendTestEvent(connection: Connection, test: TestEvent): Promise<TestAnswer> {
  const { conversions } = await connectors.implementation(connection.connector)
  if (!conversions) return refused('no_conversions_role')
  const report = await sampleReport(connection.workspaceId, test)
  if (!report) return refused('click_needed')
  try {
    const [result] = await conversions.report(await contextFor(connection), [report], {
      testCode: test.testCode,
    })
    return { ok: true, result }
  } catch (error) {
    if (!isConnectorError(error)) throw error
    return refused(error.code.replace(/^E_/, '').toLowerCase(), error.vendorCode)
  }
}

/** Null when a click-to-WhatsApp event is wanted and nobody ever came from an ad: a made-up click id is refused. */
async function sampleReport(workspaceId: string, { eventName, path }: TestEvent): Promise<ConversionReport | null> {
  const referral = path === 'business_messaging' ? await anyReferral(workspaceId) : null
  if (path === 'business_messaging' && !referral) return null
  return {
    eventId: `test:${newId('row')}`,
    eventName,
    occurredAt: clock.now(),
    path,
    value: { amount: 4990, currency: 'EUR' },
    orderId: 'TEST-1',
    items: [{ id: 'TEST-SKU', quantity: 1, unitPrice: { amount: 4990, currency: 'EUR' } }],
    person: {
      identities: [{ kind: 'email', value: 'ana.rossi@example.com' }],
      firstName: 'Ana',
      lastName: 'Rossi',
      country: 'IT',
    },
    externalId: 'test',
    client:
      path === 'website'
        ? {
            ip: '203.0.113.7',
            userAgent: 'Mozilla/5.0 (Staffetta test event)',
            sourceUrl: appUrl,
            fbc: null,
            fbp: null,
          }
        : null,
    referral,
  }
}

async function anyReferral(workspaceId: string): Promise<ConversionReport['referral']> {
  const row = await db
    .from('ad_referrals')
    .where('workspace_id', workspaceId)
    .whereNotNull('click_id')
    .whereNotNull('account')
    .orderBy('occurred_at', 'desc')
    .first()
  return row ? { clickId: row.click_id, channelAccount: row.account } : null
}
