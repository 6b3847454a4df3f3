import type { HttpContext } from '@adonisjs/core/http'
import { formatMoney } from '#app/templates/format_filters'
import { actionTitle } from './action_titles.ts'
import { comparisonsIn } from './conditions.ts'
import type { Condition } from './conditions.ts'
import type { NodeFigures, PipelineFigures } from './figures.ts'
import { NEXT, TRIGGER } from './graph.ts'
import type { Edge, ExitRule, Graph, GraphNode } from './graph.ts'
import type { Problem } from './validation.ts'

type Words = HttpContext['i18n']

interface Drawn {
  figures: PipelineFigures | null
  problems: Problem[]
  i18n: Words
}

/** The graph as the console draws it, on the canvas and in the outline: names, one line each, figures. */
export function drawingOf(graph: Graph, drawn: Drawn) {
  const { figures, i18n } = drawn
  const edges = graph.edges.filter(({ from }) => from === TRIGGER || graph.nodes.some(({ id }) => id === from))
  return {
    trigger: { id: TRIGGER, type: 'trigger', ...triggerWords(graph, drawn) },
    nodes: graph.nodes.map((node) => ({
      id: node.id,
      type: node.type,
      name: node.name,
      summary: summaryOf(node, i18n),
      channel: channelOf(node),
      figures: figures ? figuresFor(node, figures.nodes[node.id], i18n) : [],
      problem: problemOf(node.id, drawn),
    })),
    edges: edges.map(({ from, to, branch }) => ({
      from,
      to,
      branch: branchName(graph, from, branch, i18n),
      count: countOn(graph, { from, branch }, figures),
    })),
    exits: graph.exits.map((rule) => exitOf(rule, drawn)),
  }
}

const eventsInWords = (events: string[], i18n: Words) =>
  events.map((type) => i18n.t(`events.${type}`, {}, type)).join(', ')

function triggerWords(graph: Graph, { figures, i18n, problems }: Drawn) {
  const { events, fresh_for: freshFor = '24h' } = graph.trigger
  const tooOld = figures?.refusals.stale_event
  return {
    name: events.length === 0 ? i18n.t('pipelines.no_trigger') : eventsInWords(events, i18n),
    summary: i18n.t('pipelines.summary.trigger', { fresh: freshFor }),
    problem: problemOf(TRIGGER, { problems, i18n }),
    figures: figures
      ? [
          { value: figures.entered, label: i18n.t('pipelines.figure.entered') },
          ...(tooOld ? [{ value: tooOld, label: i18n.t('pipelines.figure.too_old') }] : []),
        ]
      : [],
  }
}

const problemOf = (id: string, { problems, i18n }: Pick<Drawn, 'problems' | 'i18n'>): string | undefined => {
  const found = problems.find(({ node }) => node === id)
  return found ? i18n.t(`pipelines.problem.${found.code}`, found.params ?? {}, found.code) : undefined
}

function exitOf(rule: ExitRule, { figures, i18n, problems }: Drawn) {
  return {
    id: rule.id,
    name: rule.name ?? i18n.t('pipelines.exit_when', { events: eventsInWords(rule.events, i18n) }),
    summary: `${eventsInWords(rule.events, i18n)} · ${i18n.t(`pipelines.scope.${rule.scope}`)}`,
    figures: figures ? [{ value: figures.exits[rule.id] ?? 0, label: i18n.t('pipelines.figure.left_here') }] : [],
    problem: problemOf(rule.id, { problems, i18n }),
  }
}

/** One line below a node's name. */
export function summaryOf({ type, config }: GraphNode, i18n: Words): string {
  const say = (key: string, params: Record<string, unknown> = {}) => i18n.t(`pipelines.summary.${key}`, params)
  switch (type) {
    case 'send_message': {
      const legs = config.legs as { template?: string; text?: string; medium?: string }[]
      const [first, ...rest] = legs.map((leg) => leg.template ?? leg.text?.slice(0, 60) ?? '')
      return rest.length > 0 ? say('send_else', { first, rest: rest.join(', ') }) : first
    }
    case 'wait':
      return say(`wait_${String(config.mode)}`, {
        ...config,
        zone: i18n.t(`pipelines.zone.${String(config.zone ?? 'contact')}`),
        events: eventsInWords((config.events as string[] | undefined) ?? [], i18n),
      })
    case 'condition':
      return (config.branches as { where: Condition }[])
        .flatMap(({ where }) => comparisonsIn(where))
        .slice(0, 2)
        .map((each) => comparisonWords(each, i18n))
        .join('; ')
    case 'set_field':
      return `${String(config.field)} = ${String(config.value ?? '')}`
    case 'add_tag':
    case 'remove_tag':
      return String(config.tag)
    case 'connector_action':
      return actionTitle(String(config.action), i18n.locale)
    case 'http_request':
      return `${String(config.method)} ${String(config.url)}`
    case 'payment_link':
      return say('payment_link', {
        amount: String(config.amount_from ?? `${String(config.amount)} ${String(config.currency ?? '')}`).trim(),
        title: String(config.title),
      })
    case 'classify':
      return (config.intents as { name: string }[]).map(({ name }) => name).join(', ')
    case 'extract_fields':
      return (config.fields as { name: string }[]).map(({ name }) => name).join(', ')
    case 'write_reply':
      return say(`write_reply_${String(config.mode)}`, { instruction: String(config.instruction).slice(0, 80) })
    case 'compute':
      return (config.values as { name: string }[]).map(({ name }) => name).join(', ')
    default:
      return say(type, {})
  }
}

const SIGNS: Record<string, string> = { equals: '=', not_equals: '≠', gt: '>', gte: '≥', lt: '<', lte: '≤' }

function comparisonWords({ path, op, value }: { path: string; op: string; value?: unknown }, i18n: Words): string {
  const money =
    typeof value === 'object' && value !== null && 'amount' in value
      ? (value as { amount: number; currency: string })
      : null
  const shown = money
    ? formatMoney(money, { locale: i18n.locale, timezone: 'UTC', currency: money.currency })
    : Array.isArray(value)
      ? value.join(', ')
      : String(value ?? '')
  return `${path} ${SIGNS[op] ?? i18n.t(`pipelines.operator.${op}`)} ${shown}`.trim()
}

function channelOf({ type, config }: GraphNode): string | undefined {
  if (type !== 'send_message') return undefined
  return (config.legs as { medium?: string }[])[0]?.medium ?? 'whatsapp'
}

function figuresFor(node: GraphNode, figures: NodeFigures | undefined, i18n: Words) {
  const say = (name: string) => i18n.t(`pipelines.figure.${name}`)
  const { entered = 0, here = 0, refused = 0, messages, revenue } = figures ?? {}
  if (node.type === 'send_message' && messages) {
    const share = (count: number) =>
      messages.sent === 0 ? '–' : i18n.formatNumber(count / messages.sent, { style: 'percent' })
    const money = revenue ? wholeMoney(revenue, i18n) : null
    return [
      { value: messages.sent, label: say('sent') },
      { value: share(messages.read), label: say('read') },
      { value: share(messages.clicked), label: say('clicked') },
      // A node has room for four.
      ...(money ? [{ value: money }] : refused > 0 ? [{ value: refused, label: say('refused') }] : []),
    ]
  }
  return [
    { value: entered, label: say(node.type === 'end' ? 'ended' : 'in') },
    ...(here > 0 ? [{ value: here, label: say('here') }] : []),
  ]
}

/** Without cents: a node has little room, and the exact figures are elsewhere. */
function wholeMoney({ amount, currency }: { amount: number; currency: string }, i18n: Words): string {
  const format = new Intl.NumberFormat(i18n.locale, { style: 'currency', currency, maximumFractionDigits: 0 })
  const { maximumFractionDigits: exponent = 2 } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions()
  return format.format(amount / 10 ** exponent)
}

function branchName(graph: Graph, from: string, branch: string, i18n: Words): string | undefined {
  if (branch === 'next') return undefined
  const node = graph.nodes.find(({ id }) => id === from)
  const named = ((node?.config.branches as { name: string; title?: string }[] | undefined) ?? []).find(
    ({ name }) => name === branch
  )
  return named?.title ?? i18n.t(`pipelines.branch.${branch}`, {}, branch)
}

/** How many took this way; `next` also has those whose own branch leads nowhere else. */
function countOn(
  graph: Graph,
  { from, branch }: Pick<Edge, 'from' | 'branch'>,
  figures: PipelineFigures | null
): number | undefined {
  if (!figures) return undefined
  if (from === TRIGGER) return figures.entered
  const taken = figures.nodes[from]?.branches ?? {}
  if (branch !== NEXT) return taken[branch] ?? 0
  const ownEdges = graph.edges.filter((edge) => edge.from === from && edge.branch !== NEXT).map((edge) => edge.branch)
  return Object.entries(taken)
    .filter(([name]) => !ownEdges.includes(name))
    .reduce((sum, [, count]) => sum + count, 0)
}
