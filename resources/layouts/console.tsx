import { router } from '@inertiajs/react'
import { useEffect, useState, type ReactNode } from 'react'
import { Nav } from '~/components/shell/nav'
import { Palette } from '~/components/shell/palette'
import { TabBar, TopBar } from '~/components/shell/phone_bars'
import { ShortcutsHelp } from '~/components/shell/shortcuts_help'
import { useFlash } from '~/components/shell/use_flash'
import { usePlaces } from '~/components/shell/use_places'
import classes from '~/components/shell/shell.module.css'
import { setTimeZone } from '~/hooks/catalogue'
import { useShared } from '~/hooks/use_shared'
import { useShortcuts } from '~/hooks/use_shortcuts'
import { useT } from '~/hooks/use_t'

function useViewerZone() {
  const { user } = useShared()
  const zone = user?.timezone
  useEffect(() => {
    if (zone) setTimeZone(zone)
  }, [zone])
}

/** Every page of a workspace stands in this frame. */
export default function ConsoleLayout({ children }: { children: ReactNode }) {
  const { t } = useT()
  const [searching, setSearching] = useState(false)
  const [helping, setHelping] = useState(false)
  const search = () => setSearching(true)
  const help = () => setHelping(true)
  const places = usePlaces()

  useFlash()
  useViewerZone()
  useShortcuts([
    { keys: 'mod+k', run: search, always: true },
    { keys: '/', run: search },
    { keys: '?', run: help },
    ...places.map(({ letter, href }) => ({ keys: `g ${letter}`, run: () => router.visit(href) })),
  ])

  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#main">
        {t('nav.skip')}
      </a>
      <Nav onSearch={search} onHelp={help} />
      <TopBar onSearch={search} />
      <main id="main" tabIndex={-1} className={classes.main}>
        {children}
      </main>
      <TabBar onHelp={help} />
      <Palette opened={searching} onClose={() => setSearching(false)} />
      <ShortcutsHelp opened={helping} onClose={() => setHelping(false)} />
    </div>
  )
}
