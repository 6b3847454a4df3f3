import { router } from '@inertiajs/react'
import { Menu, VisuallyHidden } from '@mantine/core'
import { IconCheck, IconSelector } from '@tabler/icons-react'
import { useShared, type WorkspaceCard } from '~/hooks/use_shared'
import { useT } from '~/hooks/use_t'
import { initials } from '~/ui/facts'
import classes from './shell.module.css'

function Entry({ workspace, current }: { workspace: WorkspaceCard; current: boolean }) {
  const { t } = useT()
  const under = [workspace.organization, workspace.kind === 'test' && t('nav.test_workspace')]
    .filter(Boolean)
    .join(' · ')
  return (
    <Menu.Item
      leftSection={
        <span className={classes.badge} aria-hidden>
          {initials(workspace.name)}
        </span>
      }
      rightSection={current && <IconCheck size={16} aria-hidden />}
      aria-current={current || undefined}
      onClick={() => router.visit(`/w/${workspace.id}`)}
    >
      <div>{workspace.name}</div>
      {under && <div className={classes.organization}>{under}</div>}
    </Menu.Item>
  )
}

/** Which shop this is, whose it is, and the way to the others. */
export function Switcher({ brief = false }: { brief?: boolean }) {
  const { t } = useT()
  const { workspace, workspaces, organization } = useShared()
  const name = workspace?.name ?? t('nav.no_workspace')
  const under = [organization?.name, workspaces.length > 1 && t('nav.shops', { n: workspaces.length })].filter(Boolean)

  return (
    <Menu width={260} position="bottom-start">
      <Menu.Target>
        <button type="button" className={classes.switcher}>
          <span className={classes.badge} aria-hidden>
            {initials(name)}
          </span>
          <span className={classes.where}>
            <span className="st-cut" style={{ fontWeight: 600, lineHeight: '18px' }}>
              {name}
            </span>
            {!brief && under.length > 0 && (
              <span className={`st-cut ${classes.organization}`}>{under.join(' · ')}</span>
            )}
          </span>
          <VisuallyHidden>, {t('nav.switch')}</VisuallyHidden>
          <IconSelector size={16} stroke={1.6} color="var(--st-text-2)" aria-hidden style={{ flex: 'none' }} />
        </button>
      </Menu.Target>
      <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
        <Menu.Label>{t('nav.workspaces')}</Menu.Label>
        {workspaces.map((entry) => (
          <Entry key={entry.id} workspace={entry} current={entry.id === workspace?.id} />
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => router.visit('/workspaces')}>{t('nav.all_workspaces')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
