import { ActionIcon, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { IconMoon, IconSun } from '@tabler/icons-react'
import { useT } from '~/hooks/use_t'

export function useThemeToggle() {
  const { setColorScheme } = useMantineColorScheme()
  const dark = useComputedColorScheme('light') === 'dark'
  return { dark, toggle: () => setColorScheme(dark ? 'light' : 'dark') }
}

export function ThemeToggle({ size = 28 }: { size?: number }) {
  const { t } = useT()
  const { dark, toggle } = useThemeToggle()
  const Icon = dark ? IconSun : IconMoon
  const label = t(dark ? 'nav.light' : 'nav.dark')
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="var(--st-text)" size={size} onClick={toggle} aria-label={label}>
        <Icon size={size > 32 ? 20 : 17} stroke={1.7} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}
