import db from '@adonisjs/lucid/services/db'
import type { Workspace } from '#app/accounts/workspace'
import { clock } from '#app/clock'
import type { Row } from '#app/database'
import type { ShipmentPayload } from '#sdk/index'
import { personOf } from './people.ts'
import type { SandboxPhone } from './phone.ts'
import { tell } from './telling.ts'

export type Parcel = Omit<ShipmentPayload, 'state' | 'version'>

/** The pretend shop hands its latest order to the carrier. */
export async function ship(workspace: Workspace, phone: SandboxPhone): Promise<Parcel> {
  const order: Row | null = await db
    .from('orders')
    .where({ workspace_id: workspace.id, connection_id: phone.connectionId })
    .orderBy('id', 'desc')
    .first()
  const number = order ? String(order.number) : null
  const parcel: Parcel = {
    shipmentId: `parcel-${clock.now()}`,
    orderId: order ? String(order.provider_id) : 'order-0',
    orderNumber: number,
    carrier: 'Corriere Esempio',
    trackingNumber: trackingNumber(number),
    trackingUrl: null,
  }
  await tellOf(workspace, phone, { parcel, state: 'dispatched' })
  return parcel
}

/** Where a parcel is now. */
export const tellOf = (
  workspace: Workspace,
  phone: SandboxPhone,
  { parcel, state }: { parcel: Parcel; state: ShipmentPayload['state'] }
): Promise<string> =>
  tell(phone.connectionId, {
    id: `${parcel.shipmentId}:${state}`,
    at: clock.now(),
    type: 'shipment',
    person: personOf(phone, workspace),
    data: { ...parcel, state, version: clock.now() } satisfies ShipmentPayload,
  })

/** `CE 4821 1042`: when it left, in seconds, and the order it holds. */
const trackingNumber = (order: string | null): string =>
  `CE ${String(clock.now()).slice(-7, -3)} ${(order ?? '').replace(/\D/g, '').padStart(4, '0')}`
