import {
  IconBolt,
  IconCreditCard,
  IconFileText,
  IconMoon,
  IconReportMoney,
  IconRoute,
  IconSend,
  IconShoppingBag,
  IconShoppingCart,
  IconSun,
  IconTemplate,
  IconUser,
  IconWebhook,
  IconPlug,
  type TablerIcon,
} from '@tabler/icons-react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { useThemeToggle } from './theme_toggle.tsx'
import { usePlaces } from './use_places.ts'
import { useSearch } from './use_search.ts'

export type Entry = { id: string; title: string; subtitle?: string; icon: TablerIcon; href?: string; run?: () => void }
export type EntryGroup = { key: string; label: string; entries: Entry[] }

const icons: Record<string, TablerIcon> = {
  contacts: IconUser,
  contact: IconUser,
  orders: IconShoppingBag,
  order: IconShoppingBag,
  carts: IconShoppingCart,
  cart: IconShoppingCart,
  runs: IconRoute,
  run: IconRoute,
  pipelines: IconRoute,
  pipeline: IconRoute,
  messages: IconSend,
  message: IconSend,
  templates: IconTemplate,
  template: IconTemplate,
  deliveries: IconWebhook,
  delivery: IconWebhook,
  events: IconBolt,
  event: IconBolt,
  reports: IconReportMoney,
  conversions: IconReportMoney,
  conversion: IconReportMoney,
  payments: IconCreditCard,
  webhooks: IconWebhook,
  connections: IconPlug,
  connection: IconPlug,
}

const holds = (text: string, words: string) => text.toLocaleLowerCase().includes(words.trim().toLocaleLowerCase())

/** What was found, then the places and acts whose name fits. */
export function usePaletteEntries(words: string): { groups: EntryGroup[]; busy: boolean } {
  const { t, wordOf } = useT()
  const { path } = useShared()
  const { dark, toggle } = useThemeToggle()
  const places = usePlaces()
  const { groups: found, busy } = useSearch(path('/search'), words)

  const results = found.map(({ kind, items }) => ({
    key: kind,
    label: wordOf(`nav.kind.${kind}`),
    entries: items.map((item) => ({ ...item, id: `${kind}-${item.id}`, icon: icons[kind] ?? IconFileText })),
  }))
  const goTo = places.map(({ key, label, href, icon }) => ({ id: `go-${key}`, title: label, href, icon }))
  const acts = [
    { id: 'theme', title: t(dark ? 'nav.light' : 'nav.dark'), icon: dark ? IconSun : IconMoon, run: toggle },
  ]
  const fitting = (key: string, entries: Entry[]) => ({
    key,
    label: t(`nav.palette.${key}`),
    entries: entries.filter(({ title }) => holds(title, words)),
  })

  const groups = [...results, fitting('go', goTo), fitting('do', acts)]
  return { groups: groups.filter(({ entries }) => entries.length > 0), busy }
}
