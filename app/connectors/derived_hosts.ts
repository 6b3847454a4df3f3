import type { Connector } from '#sdk/connector'

/** Hosts that follow from a connection's settings: what a user typed may be called, but only where it leads to the public. */
export const derivedHosts = (connector: Connector, settings: Record<string, unknown>): string[] =>
  (connector.hostsFrom?.(settings) ?? []).map((origin) => (origin.includes('://') ? new URL(origin).host : origin))
