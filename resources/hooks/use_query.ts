import { router, usePage } from '@inertiajs/react'

/** The address of this page with some of its query changed; an empty value is left out. */
export function withQuery(url: string, changes: Record<string, string | null | undefined>) {
  const [path = '', query = ''] = url.split('?')
  const params = new URLSearchParams(query)
  for (const [name, value] of Object.entries(changes)) {
    if (value) params.set(name, value)
    else params.delete(name)
  }
  const rest = params.toString()
  return rest ? `${path}?${rest}` : path
}

/** Reads and writes the page's query, so that its URL restores exactly what is shown. */
export function useQuery() {
  const { url } = usePage()
  const params = new URLSearchParams(url.split('?')[1] ?? '')
  return {
    get: (name: string) => params.get(name) ?? '',
    href: (changes: Record<string, string | null | undefined>) => withQuery(url, changes),
    set: (changes: Record<string, string | null | undefined>) =>
      router.get(withQuery(url, changes), {}, { preserveState: true, preserveScroll: true, replace: true }),
  }
}
