/** What became of a delivery, as a later room knows it. */
export type Outcome = {
  eventId: string
  type: string
  contactId: string | null
}

type Outcomes = (deliveryIds: string[]) => Promise<Map<string, Outcome[]>>

let source: Outcomes | null = null

/** The events room registers itself here: this room does not know it. */
export function registerOutcomes(find: Outcomes): void {
  source = find
}

export async function outcomesOf(deliveryIds: string[]): Promise<Map<string, Outcome[]>> {
  return source === null || deliveryIds.length === 0 ? new Map() : source(deliveryIds)
}
