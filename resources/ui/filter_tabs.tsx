import { Link } from '@inertiajs/react'
import { useEffect, useRef } from 'react'
import { number } from '~/hooks/format'
import { useQuery } from '~/hooks/use_query'
import classes from './filter_tabs.module.css'

/** On a phone the tabs are wider than the screen: the chosen one comes into view. */
function useChosenInView(chosen: string | undefined) {
  const row = useRef<HTMLElement>(null)
  useEffect(() => {
    const tab = row.current?.querySelector<HTMLElement>('[aria-current]')
    if (row.current && tab) row.current.scrollLeft = tab.offsetLeft + tab.offsetWidth / 2 - row.current.clientWidth / 2
  }, [chosen])
  return row
}

export type Choice = { value: string; label: string; count?: number }

type FilterTabsProps = {
  /** The query's name; the first choice stands for "not in the URL". */
  name: string
  choices: Choice[]
  label: string
}

function Count({ of }: { of?: number }) {
  return of === undefined ? null : <span className={classes.count}> {number(of)}</span>
}

/** All 14 · Connected 9 · To fix 2: filters that are links, so the URL restores them. */
export function FilterTabs({ name, choices, label }: FilterTabsProps) {
  const query = useQuery()
  const chosen = query.get(name) || choices[0]?.value
  const row = useChosenInView(chosen)
  return (
    <nav ref={row} className={classes.group} aria-label={label}>
      {choices.map((choice, i) => (
        <Link
          key={choice.value}
          className={classes.choice}
          href={query.href({ [name]: i === 0 ? null : choice.value, before: null, after: null })}
          aria-current={choice.value === chosen ? 'true' : undefined}
          preserveScroll
          preserveState
        >
          {choice.label}
          <Count of={choice.count} />
        </Link>
      ))}
    </nav>
  )
}

export type PageTab = { href: string; label: string; count?: number; current?: boolean }

/** The underlined tabs under a page's title; each is a page of its own. */
export function PageTabs({ tabs, label }: { tabs: PageTab[]; label: string }) {
  const row = useChosenInView(tabs.find(({ current }) => current)?.href)
  return (
    <nav ref={row} className={classes.tabs} aria-label={label}>
      {tabs.map((tab) => (
        <Link key={tab.href} className={classes.tab} href={tab.href} aria-current={tab.current ? 'page' : undefined}>
          {tab.label}
          <Count of={tab.count} />
        </Link>
      ))}
    </nav>
  )
}
