import { markBroken } from '#app/connectors/health'
import type { ResolvedItem } from './items.ts'

/** The provider's own word that our access is gone, such as an uninstalled app. */
const REVOKED = 'connection.revoked'

/** Shows at once on its connection what the next call would only find out. Doing it again changes nothing. */
export async function noticeRevoked(items: ResolvedItem[]): Promise<void> {
  for (const { connectionId } of items.filter(({ type }) => type === REVOKED)) {
    await markBroken(connectionId, { code: 'access_revoked' })
  }
}
