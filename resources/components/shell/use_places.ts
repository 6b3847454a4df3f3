import { usePage } from '@inertiajs/react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { placeOf, places, type Place } from './places.ts'

export type OpenPlace = Place & { label: string; href: string; count: number; current: boolean }

/** The places this user may enter, named and addressed. */
export function usePlaces(): OpenPlace[] {
  const { url } = usePage()
  const { t } = useT()
  const { path, may, counts, workspace } = useShared()
  const here = workspace ? placeOf(url, `/w/${workspace.id}`) : undefined
  return places
    .filter((place) => place.may.some(may))
    .map((place) => ({
      ...place,
      label: t(`nav.${place.key}`),
      href: path(place.to),
      count: counts[place.key] ?? 0,
      current: place.key === here,
    }))
}
