import {
  IconCode,
  IconHome,
  IconPlug,
  IconReportMoney,
  IconRoute,
  IconSend,
  IconSettings,
  IconShoppingCart,
  IconSparkles,
  IconTemplate,
  IconUsers,
  type TablerIcon,
} from '@tabler/icons-react'

export type Place = {
  /** Also the key of its name (nav.json) and of its count. */
  key: string
  /** Below the workspace's address. */
  to: string
  icon: TablerIcon
  /** Any of these lets one in. */
  may: string[]
  group: 'work' | 'setup'
  /** One of the phone's tabs; the rest stand behind "More". */
  tab?: boolean
  /** After "g". */
  letter: string
}

/** Where one can go in this version. */
export const places: Place[] = [
  { key: 'home', to: '', icon: IconHome, may: ['workspace.view'], group: 'work', tab: true, letter: 'h' },
  { key: 'contacts', to: '/contacts', icon: IconUsers, may: ['contacts.view'], group: 'work', tab: true, letter: 'c' },
  {
    key: 'pipelines',
    to: '/pipelines',
    icon: IconRoute,
    may: ['pipelines.view'],
    group: 'work',
    tab: true,
    letter: 'p',
  },
  { key: 'messages', to: '/messages', icon: IconSend, may: ['messages.view'], group: 'work', tab: true, letter: 'm' },
  { key: 'templates', to: '/templates', icon: IconTemplate, may: ['templates.view'], group: 'work', letter: 't' },
  { key: 'commerce', to: '/commerce', icon: IconShoppingCart, may: ['commerce.view'], group: 'work', letter: 'o' },
  { key: 'ai', to: '/ai', icon: IconSparkles, may: ['ai.view'], group: 'work', letter: 'i' },
  {
    key: 'conversions',
    to: '/conversions',
    icon: IconReportMoney,
    may: ['conversions.view'],
    group: 'work',
    letter: 'r',
  },
  { key: 'connections', to: '/connections', icon: IconPlug, may: ['connections.view'], group: 'setup', letter: 'n' },
  {
    key: 'developers',
    to: '/developers',
    icon: IconCode,
    may: ['sandbox.use', 'deliveries.view', 'tokens.manage'],
    group: 'setup',
    letter: 'd',
  },
  { key: 'settings', to: '/settings', icon: IconSettings, may: ['settings.view'], group: 'setup', letter: 's' },
]

/** The place a page belongs to: the longest address its own begins with. */
export function placeOf(url: string, root: string) {
  const path = url.split('?')[0] ?? ''
  const inside = places.filter(({ to }) => path === root + to || (to !== '' && path.startsWith(`${root}${to}/`)))
  return inside.sort((a, b) => b.to.length - a.to.length)[0]?.key
}
