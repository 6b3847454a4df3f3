import ipaddr from 'ipaddr.js'

/** `192.0.2.7` or `192.0.2.0/24`, IPv4 or IPv6. */
export const isIpRange = (text: string): boolean => ipaddr.isValidCIDR(text) || ipaddr.isValid(text)

/** Whether an address is one of these, or in one of these ranges; IPv4 in IPv6's clothes counts as IPv4. */
export function isAmongRanges(ip: string, ranges: string[]): boolean {
  if (!ipaddr.isValid(ip)) return false
  const address = ipaddr.process(ip)
  return ranges.some((range) => {
    const [network, bits] = ipaddr.isValidCIDR(range) ? ipaddr.parseCIDR(range) : whole(range)
    return network.kind() === address.kind() && address.match(network, bits)
  })
}

function whole(ip: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  const address = ipaddr.process(ip)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}
