import { IconBrandWhatsapp, IconDeviceMobile, IconDeviceMobileMessage, type TablerIcon } from '@tabler/icons-react'
import { number } from '~/hooks/format'
import { wordOf } from '~/hooks/use_t'
import { Mark } from '~/ui/mark'
import { stepIcon } from './icons.ts'
import type { Figure, GraphExit, GraphNode } from './types.ts'
import classes from './node.module.css'

const channels: Record<string, readonly [TablerIcon, string]> = {
  whatsapp: [IconBrandWhatsapp, '#1d9c4f'],
  sms: [IconDeviceMobileMessage, 'var(--st-text-2)'],
  sandbox: [IconDeviceMobile, 'var(--st-text-2)'],
}

function Channel({ name }: { name: string }) {
  const look = channels[name]
  if (!look) return null
  const [Icon, color] = look
  return <Icon size={17} stroke={1.7} color={color} role="img" aria-label={wordOf(`consents.channel.${name}`)} />
}

function Figures({ figures }: { figures: Figure[] }) {
  return (
    <span className={classes.figures}>
      {figures.map(({ value, label }, i) => (
        <span key={label ?? i}>
          <b>{typeof value === 'number' ? number(value) : value}</b> {label}
        </span>
      ))}
    </span>
  )
}

function Head({ node, icon: Icon }: { node: GraphNode | GraphExit; icon: TablerIcon }) {
  return (
    <span className={classes.head}>
      <span className={classes.icon} aria-hidden>
        <Icon size={16} stroke={1.6} />
      </span>
      <span className={classes.words}>
        <span className={classes.name}>{node.name}</span>
        {node.summary && <span className={classes.summary}>{node.summary}</span>}
      </span>
      {'channel' in node && node.channel && <Channel name={node.channel} />}
    </span>
  )
}

type NodeCardProps = {
  node: GraphNode | GraphExit
  selected?: boolean
  /** As wide as its box: the outline. */
  fluid?: boolean
  onSelect?: () => void
}

/** Icon, name, one line, figures: the same face on the canvas and in the outline. */
export function NodeCard({ node, selected = false, fluid = false, onSelect }: NodeCardProps) {
  const step = 'type' in node ? node : undefined
  const problem = step?.problem
  const Box = onSelect ? 'button' : 'div'
  const acts = onSelect && { 'type': 'button' as const, 'onClick': onSelect, 'aria-pressed': selected }
  const names = [classes.node, !step && classes.exit, fluid && classes.fluid].filter(Boolean).join(' ')

  return (
    <Box className={names} data-selected={selected || undefined} data-problem={problem ? true : undefined} {...acts}>
      <Head node={node} icon={stepIcon(step?.type ?? 'exit')} />
      {node.figures && node.figures.length > 0 && <Figures figures={node.figures} />}
      {problem && (
        <span className={classes.problem}>
          <Mark shape="triangle" tone="bad" /> {problem}
        </span>
      )}
    </Box>
  )
}
