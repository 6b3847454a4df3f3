import type { Role } from './member.ts'

/**
 * What may be done in a workspace and the least role that may do it. One table, so that a role can be read off at a
 * glance; each resource's policy asks it, and so does navigation.
 */
export const PERMISSIONS = {
  'workspace.view': 'viewer',
  'workspace.manage': 'admin',
  'settings.view': 'manager',
  'settings.manage': 'admin',
  'members.view': 'manager',
  'members.manage': 'admin',
  'tokens.manage': 'admin',
  'audit.view': 'manager',
  'connections.view': 'viewer',
  'connections.manage': 'admin',
  'deliveries.view': 'manager',
  'deliveries.replay': 'manager',
  'events.view': 'viewer',
  'contacts.view': 'viewer',
  'contacts.edit': 'operator',
  'contacts.export': 'manager',
  'contacts.erase': 'admin',
  'consents.record': 'operator',
  'commerce.view': 'viewer',
  'payments.view': 'viewer',
  'payments.request': 'operator',
  'payments.refund': 'manager',
  'messages.view': 'viewer',
  'messages.send': 'operator',
  'templates.view': 'viewer',
  'templates.edit': 'manager',
  'pipelines.view': 'viewer',
  'pipelines.edit': 'manager',
  'runs.operate': 'operator',
  'ai.view': 'viewer',
  'ai.approve': 'operator',
  'ai.manage': 'admin',
  'conversions.view': 'viewer',
  'conversions.manage': 'admin',
  'webhooks.view': 'manager',
  'webhooks.manage': 'admin',
  'sandbox.use': 'operator',
} as const satisfies Record<string, Role>

export type Permission = keyof typeof PERMISSIONS
