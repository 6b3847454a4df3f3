import { Link } from '@inertiajs/react'
import { ActionIcon, Drawer, Menu, Tooltip } from '@mantine/core'
import { IconDots, IconHelpCircle, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Avatar } from '~/ui/facts'
import { PlaceLink } from './nav.tsx'
import { Switcher } from './switcher.tsx'
import { ThemeToggle } from './theme_toggle.tsx'
import { usePlaces } from './use_places.ts'
import { UserMenuItems } from './user_row.tsx'
import classes from './shell.module.css'

export function TopBar({ onSearch }: { onSearch: () => void }) {
  const { t } = useT()
  return (
    <div className={classes.topbar}>
      <Switcher brief />
      <Tooltip label={t('nav.search')}>
        <ActionIcon variant="subtle" color="var(--st-text)" size={40} onClick={onSearch} aria-label={t('nav.search')}>
          <IconSearch size={20} stroke={1.7} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <ThemeToggle size={40} />
    </div>
  )
}

function MoreSheet({ opened, onClose, onHelp }: { opened: boolean; onClose: () => void; onHelp: () => void }) {
  const { t } = useT()
  const { user } = useShared()
  const rest = usePlaces().filter(({ tab }) => !tab)
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="bottom"
      title={t('nav.more')}
      size="auto"
      closeButtonProps={{ 'aria-label': t('console.close') }}
      classNames={{ content: classes.sheet, inner: classes.sheetBox }}
    >
      <ul className={classes.group} style={{ gap: 4 }}>
        {rest.map((place) => (
          <li key={place.key}>
            <PlaceLink place={place} onClick={onClose} />
          </li>
        ))}
      </ul>
      <div className={classes.user} style={{ marginTop: 12, borderTop: '1px solid var(--st-border)' }}>
        <Menu width={240} position="top-start">
          <Menu.Target>
            <button type="button" className={classes.me} style={{ minHeight: 40 }}>
              <Avatar name={user?.name ?? ''} size={28} />
              <span className="st-cut">{user?.name}</span>
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            <UserMenuItems />
          </Menu.Dropdown>
        </Menu>
        <ActionIcon variant="subtle" color="var(--st-text)" size={40} onClick={onHelp} aria-label={t('nav.help')}>
          <IconHelpCircle size={20} aria-hidden />
        </ActionIcon>
      </div>
    </Drawer>
  )
}

export function TabBar({ onHelp }: { onHelp: () => void }) {
  const { t } = useT()
  const [more, setMore] = useState(false)
  const places = usePlaces()
  const elsewhere = places.some(({ tab, current }) => current && !tab)
  return (
    <nav className={classes.tabs} aria-label={t('nav.title')}>
      {places
        .filter(({ tab }) => tab)
        .map(({ key, icon: Icon, label, href, current }) => (
          <Link key={key} className={classes.tab} href={href} aria-current={current ? 'page' : undefined}>
            <Icon size={20} stroke={1.6} aria-hidden />
            {label}
          </Link>
        ))}
      <button
        type="button"
        className={classes.tab}
        onClick={() => setMore(true)}
        aria-haspopup="dialog"
        aria-expanded={more}
        aria-current={elsewhere ? 'true' : undefined}
      >
        <IconDots size={20} stroke={1.8} aria-hidden />
        {t('nav.more')}
      </button>
      <MoreSheet opened={more} onClose={() => setMore(false)} onHelp={onHelp} />
    </nav>
  )
}
