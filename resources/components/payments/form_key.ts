/** One for each opening of a form: however often it is sent, the server does it once. */
export const newFormKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('')
