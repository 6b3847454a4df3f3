import { Link } from '@inertiajs/react'
import { Kbd } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { number } from '~/hooks/format'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Mark } from '~/ui/mark'
import { Switcher } from './switcher.tsx'
import { usePlaces, type OpenPlace } from './use_places.ts'
import { UserRow } from './user_row.tsx'
import classes from './shell.module.css'

export function PlaceLink({ place, onClick }: { place: OpenPlace; onClick?: () => void }) {
  const { icon: Icon, label, href, count, current } = place
  return (
    <Link className={classes.item} href={href} aria-current={current ? 'page' : undefined} onClick={onClick}>
      <Icon size={17} stroke={1.6} aria-hidden style={{ flex: 'none' }} />
      <span>{label}</span>
      {count > 0 && <span className={classes.count}>{number(count)}</span>}
    </Link>
  )
}

function HealthLine() {
  const { t } = useT()
  const { health, path } = useShared()
  const well = health.problems === 0
  const words = (
    <>
      <Mark shape={well ? 'tick' : 'triangle'} tone={well ? 'ok' : 'bad'} />
      {t(well ? 'nav.healthy' : 'nav.unhealthy', { n: health.problems })}
    </>
  )
  if (well)
    return (
      <p className={classes.health} style={{ margin: 0 }}>
        {words}
      </p>
    )
  return (
    <Link className={classes.health} href={path('/connections?state=broken')}>
      {words}
    </Link>
  )
}

export function SearchButton({ onClick }: { onClick: () => void }) {
  const { t } = useT()
  return (
    <button type="button" className={classes.search} onClick={onClick} aria-keyshortcuts="Control+K">
      <IconSearch size={15} stroke={1.7} aria-hidden style={{ flex: 'none' }} />
      <span>{t('nav.search')}</span>
      <Kbd aria-hidden>{t('nav.search_keys')}</Kbd>
    </button>
  )
}

export function Nav({ onSearch, onHelp }: { onSearch: () => void; onHelp: () => void }) {
  const { t } = useT()
  const places = usePlaces()
  const group = (name: 'work' | 'setup') => places.filter((place) => place.group === name)
  return (
    <header className={classes.nav}>
      <Switcher />
      <SearchButton onClick={onSearch} />
      <nav aria-label={t('nav.title')}>
        <ul className={classes.group}>
          {group('work').map((place) => (
            <li key={place.key}>
              <PlaceLink place={place} />
            </li>
          ))}
        </ul>
        {group('setup').length > 0 && <p className={classes.groupTitle}>{t('nav.setup')}</p>}
        <ul className={classes.group}>
          {group('setup').map((place) => (
            <li key={place.key}>
              <PlaceLink place={place} />
            </li>
          ))}
        </ul>
      </nav>
      <div className={classes.foot}>
        <HealthLine />
        <UserRow onHelp={onHelp} />
      </div>
    </header>
  )
}
