/** Where PayPal answers, and where its certificates lie. */
export const ORIGINS = { live: 'https://api-m.paypal.com', sandbox: 'https://api-m.sandbox.paypal.com' }
export const HOSTS = ['api-m.paypal.com', 'api-m.sandbox.paypal.com', 'api.paypal.com', 'api.sandbox.paypal.com']

export const isLive = ({ environment }: Record<string, unknown>): boolean => environment !== 'sandbox'

export const originOf = (settings: Record<string, unknown>): string => ORIGINS[isLive(settings) ? 'live' : 'sandbox']
