import type { Workspace } from '#app/accounts/workspace'
import { Connection } from '#app/connectors/connection'
import { transaction } from '#app/database'
import { phoneAt, SandboxPhone } from './phone.ts'

const NAMES = [
  ['Giulia', 'Ferrero'],
  ['Marco', 'Riva'],
  ['Sofia', 'Greco'],
  ['Luca', 'Moretti'],
  ['Anna', 'Conti'],
  ['Paolo', 'Villa'],
  ['Chiara', 'Fontana'],
  ['Davide', 'Serra'],
  ['Elisa', 'Marchetti'],
  ['Matteo', 'Longo'],
  ['Sara', 'Colombo'],
  ['Pietro', 'Galli'],
  ['Marta', 'Rinaldi'],
  ['Andrea', 'Costa'],
  ['Irene', 'Bellini'],
  ['Tommaso', 'Neri'],
  ['Alice', 'Barbieri'],
  ['Nicola', 'Testa'],
  ['Bianca', 'Martini'],
  ['Simone', 'Ferri'],
  ['Laura', 'Vitale'],
  ['Giorgio', 'Sala'],
  ['Noemi', 'Basile'],
  ['Enrico', 'Pace'],
]

/** The workspace's sandbox, where it has one. */
export const sandboxOf = (workspace: Workspace): Promise<Connection | null> =>
  Connection.in(workspace).where('connector', 'sandbox').whereNot('state', 'not_connected').orderBy('id').first()

/** The phone on the desk: the newest one. The first visit finds one there. */
export async function currentPhone(connection: Connection): Promise<SandboxPhone> {
  const newest = await SandboxPhone.query().where('connectionId', connection.id).orderBy('id', 'desc').first()
  return newest ?? anotherPhone(connection)
}

/** Somebody new, of whom nothing is known yet: what one starts over with. */
export async function anotherPhone(connection: Connection): Promise<SandboxPhone> {
  const [{ total }] = await SandboxPhone.query()
    .where('connectionId', connection.id)
    .count('* as total')
    .pojo<{ total: number }>()
  const [first, last] = NAMES[Number(total) % NAMES.length]
  const address = `${first.toLowerCase()}-${Number(total) + 1}`
  return transaction((trx) =>
    phoneAt(trx, {
      workspaceId: connection.workspaceId,
      connectionId: connection.id,
      address,
      name: `${first} ${last}`,
    })
  )
}

/** As the pretend shop and the pretend phone name their owner. */
export function personOf(phone: SandboxPhone, { locale, country }: Workspace) {
  const [firstName, lastName] = (phone.name ?? phone.address).split(' ')
  return {
    identities: [{ kind: 'sandbox_user', value: phone.address }, ...reachedAt(phone)],
    firstName,
    lastName: lastName ?? null,
    language: locale,
    country,
  }
}

// 202 555 01xx is reserved for stories, so that a real channel in the same workspace can never ring at somebody's.
const NUMBERS = 100

/** The phone's number and e-mail: nobody's, and each person's own. */
function reachedAt({ address, name }: SandboxPhone): { kind: 'phone' | 'email'; value: string }[] {
  const nth = Number(/-(\d+)$/.exec(address)?.[1] ?? 0)
  if (nth === 0 || !name) return []
  const email = { kind: 'email' as const, value: `${name.toLowerCase().replaceAll(' ', '.')}.${nth}@example.com` }
  const phone = { kind: 'phone' as const, value: `+120255501${String(nth - 1).padStart(2, '0')}` }
  return nth <= NUMBERS ? [phone, email] : [email]
}
