import { IconCircle, IconCircleCheckFilled } from '@tabler/icons-react'
import { Progress, VisuallyHidden } from '@mantine/core'
import { useT } from '~/hooks/use_t'
import { TextLink } from './text_link.tsx'

export type Task = { key: string; label: string; done: boolean; href?: string; action?: string }

function TaskRow({ task, next }: { task: Task; next: boolean }) {
  const { t } = useT()
  const Icon = task.done ? IconCircleCheckFilled : IconCircle
  return (
    <li style={{ display: 'flex', alignItems: 'center', gap: 9, fontSize: 13 }}>
      <Icon
        size={18}
        stroke={1.5}
        color={task.done ? 'var(--st-ok)' : 'var(--st-text-3)'}
        aria-hidden
        style={{ flex: 'none' }}
      />
      <span style={{ flex: 1, fontWeight: next ? 600 : 400, color: next ? 'var(--st-text)' : 'var(--st-text-2)' }}>
        {task.label}
        {task.done && <VisuallyHidden>, {t('console.done')}</VisuallyHidden>}
      </span>
      {!task.done && task.href && (next || task.action) && (
        <TextLink href={task.href}>{task.action ?? t('console.open')}</TextLink>
      )}
    </li>
  )
}

/** Set-up steps: done ones ticked, the next one bold with its link. */
export function Checklist({ tasks }: { tasks: Task[] }) {
  const done = tasks.filter((task) => task.done).length
  const next = tasks.find((task) => !task.done)?.key
  return (
    <>
      <Progress value={(done / Math.max(1, tasks.length)) * 100} size={4} mb={16} aria-hidden />
      <ul style={{ display: 'grid', gap: 11, margin: 0, padding: 0, listStyle: 'none' }}>
        {tasks.map((task) => (
          <TaskRow key={task.key} task={task} next={task.key === next} />
        ))}
      </ul>
    </>
  )
}
