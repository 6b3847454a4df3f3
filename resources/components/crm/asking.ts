const token = () => decodeURIComponent(/XSRF-TOKEN=([^;]+)/.exec(document.cookie)?.[1] ?? '')

/** Asks the server for something that changes nothing; null when it could not say. */
export async function post<T>(url: string, body: object): Promise<T | null> {
  const headers = { 'content-type': 'application/json', 'accept': 'application/json', 'x-xsrf-token': token() }
  try {
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(body), headers })
    return response.ok ? ((await response.json()) as T) : null
  } catch {
    // Offline: said where it was asked.
    return null
  }
}
