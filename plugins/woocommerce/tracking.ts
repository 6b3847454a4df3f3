import { asSeconds, asText, firstText, type Json } from '#sdk/index'
import { metaList, metaPath, metaText } from './meta.ts'

/** A parcel as a shipping plugin wrote it into the order. */
export interface Parcel {
  /** The plugin's own id of it, else the tracking number. */
  id: string
  number: string
  carrier: string | null
  url: string | null
  /** Some moment of the day on which it was shipped, where the plugin says so. */
  shippedAt: number | null
}

/** Every parcel of an order, whichever of the known plugins wrote it; each number once. */
export function parcelsOf(order: Json, settings: Record<string, unknown>): Parcel[] {
  const found = [
    ...metaList(order, '_wc_shipment_tracking_items').map(shipmentTracking),
    ...metaList(order, '_aftership_tracking_items').map(afterShip),
    alone(metaText(order, '_aftership_tracking_number'), {
      carrier: metaText(order, '_aftership_tracking_provider_name', '_aftership_tracking_provider'),
    }),
    alone(metaText(order, 'ywot_tracking_code'), {
      carrier: metaText(order, 'ywot_carrier_name', 'ywot_carrier_id'),
      url: metaText(order, 'ywot_carrier_url'),
      shippedAt: dayOf(metaText(order, 'ywot_pick_up_date')),
    }),
    alone(metaPath(order, asText(settings.trackingField) ?? ''), {}),
  ].filter((parcel) => parcel !== null)
  const first = new Map(found.toReversed().map((parcel) => [parcel.number, parcel]))
  return [...first.values()].toReversed().map((parcel) => withPage(parcel, settings))
}

/** Woo's own Shipment Tracking and Advanced Shipment Tracking: the same field, the second with more in it. */
function shipmentTracking(item: Json): Parcel | null {
  return alone(asText(item.tracking_number), {
    id: asText(item.tracking_id),
    carrier: firstText(item.custom_tracking_provider, item.formatted_tracking_provider, item.tracking_provider),
    url: firstText(item.custom_tracking_link, item.formatted_tracking_link),
    shippedAt: asSeconds(item.date_shipped),
  })
}

const afterShip = (item: Json): Parcel | null => alone(asText(item.tracking_number), { carrier: asText(item.slug) })

function alone(
  number: string | null,
  {
    id = null,
    carrier = null,
    url = null,
    shippedAt = null,
  }: { [P in keyof Omit<Parcel, 'number'>]?: Parcel[P] | null }
): Parcel | null {
  return number === null ? null : { id: id ?? number, number, carrier, url: webPage(url), shippedAt }
}

function withPage(parcel: Parcel, { trackingUrl }: Record<string, unknown>): Parcel {
  if (parcel.url !== null || typeof trackingUrl !== 'string') return parcel
  return { ...parcel, url: trackingUrl.replaceAll('{number}', encodeURIComponent(parcel.number)) }
}

const webPage = (url: string | null) => (url !== null && /^https?:$/.test(URL.parse(url)?.protocol ?? '') ? url : null)

function dayOf(date: string | null): number | null {
  const at = Date.parse(`${date?.slice(0, 10)}T00:00:00Z`)
  return Number.isNaN(at) ? null : at
}
