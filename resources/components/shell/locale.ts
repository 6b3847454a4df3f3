import { router } from '@inertiajs/react'
import { loadCatalogue } from '~/hooks/catalogue'

/** The server reads this cookie before anything else, so errors and the next visit speak this language too. */
export async function chooseLocale(locale: 'en' | 'it') {
  document.cookie = `locale=${locale}; path=/; max-age=31536000; samesite=lax`
  await loadCatalogue(locale)
  router.reload()
}
