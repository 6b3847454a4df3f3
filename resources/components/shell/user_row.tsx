import { router } from '@inertiajs/react'
import { ActionIcon, Menu, Tooltip, VisuallyHidden } from '@mantine/core'
import { IconHelpCircle, IconLanguage, IconLogout, IconUser } from '@tabler/icons-react'
import { useShared } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { Avatar } from '~/ui/facts'
import { chooseLocale } from './locale.ts'
import { ThemeToggle } from './theme_toggle.tsx'
import classes from './shell.module.css'

export function UserMenuItems() {
  const { t, locale } = useT()
  return (
    <>
      <Menu.Item leftSection={<IconUser size={16} />} onClick={() => router.visit('/account')}>
        {t('nav.account')}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconLanguage size={16} />}
        onClick={() => void chooseLocale(locale === 'it' ? 'en' : 'it')}
      >
        {t('nav.other_language')}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => router.post('/sign-out')}>
        {t('nav.sign_out')}
      </Menu.Item>
    </>
  )
}

export function UserRow({ onHelp }: { onHelp: () => void }) {
  const { t } = useT()
  const { user } = useShared()
  const name = user?.name ?? ''
  return (
    <div className={classes.user}>
      <Menu width={220} position="top-start">
        <Menu.Target>
          <button type="button" className={classes.me}>
            <Avatar name={name} size={28} />
            <span className="st-cut">{name}</span>
            <VisuallyHidden>, {t('nav.me')}</VisuallyHidden>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <UserMenuItems />
        </Menu.Dropdown>
      </Menu>
      <ThemeToggle />
      <Tooltip label={t('nav.help')}>
        <ActionIcon variant="subtle" color="var(--st-text)" size={28} onClick={onHelp} aria-label={t('nav.help')}>
          <IconHelpCircle size={17} stroke={1.7} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </div>
  )
}
