import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import type { Graph } from '#app/pipelines/graph'
import { checkGraph } from '#app/pipelines/validation'
import { givenSandbox, givenTemplate } from '#tests/support/messaging'
import { chain, graph, ScriptedAction } from '#tests/support/pipelines'

const send = (config: Record<string, unknown> = { legs: [{ template: 'cart_reminder' }] }) => ({
  type: 'send_message',
  id: 'send',
  config,
})
const tag = (text: string, id = 'tag') => ({ type: 'add_tag', id, config: { tag: text } })
const rest = { type: 'wait', id: 'rest', config: { mode: 'duration', duration: '1h' } }
const asked = { type: 'wait', id: 'rest', config: { mode: 'reply', timeout: '1h' }, by: 'reply' }
const chosen = (where: unknown) => ({ type: 'condition', id: 'choose', config: { branches: [{ name: 'yes', where }] } })

const withEdges = (base: Partial<Graph>, ...edges: Graph['edges']): Partial<Graph> => ({
  ...base,
  edges: [...(base.edges ?? []), ...edges],
})

interface Case {
  title: string
  draft: unknown
  problem: { node: string | null; field?: string | null; code: string }
}

const cases: Case[] = [
  { title: 'a shape that is none', draft: { nodes: 'none' }, problem: { node: null, code: 'field_invalid' } },
  {
    title: 'a duration that is none',
    draft: graph({ ...chain(rest), trigger: { events: ['cart.abandoned'], fresh_for: 'soon' } }),
    problem: { node: 'trigger', field: 'fresh_for', code: 'field_invalid' },
  },
  {
    title: 'a step type nobody knows',
    draft: graph(chain({ type: 'teleport', id: 'beam' })),
    problem: { node: 'beam', field: 'type', code: 'step_unknown' },
  },
  {
    title: 'a wait without its time',
    draft: graph(chain({ ...rest, config: { mode: 'duration' } })),
    problem: { node: 'rest', field: 'duration', code: 'field_invalid' },
  },
  {
    title: 'no first step',
    draft: graph({ nodes: [], edges: [] }),
    problem: { node: 'trigger', field: 'edges', code: 'no_first_step' },
  },
  {
    title: 'a node nobody reaches',
    draft: graph({
      ...chain(rest),
      nodes: [...chain(rest).nodes, { id: 'lonely', type: 'end', name: 'Lonely', config: {} }],
    }),
    problem: { node: 'lonely', code: 'unreachable' },
  },
  {
    title: 'an edge to nowhere',
    draft: graph(withEdges(chain(rest), { from: 'rest', branch: 'next', to: 'gone' })),
    problem: { node: 'rest', field: 'edges', code: 'edge_to_nowhere' },
  },
  {
    title: 'a branch the step does not have',
    draft: graph(withEdges(chain(rest, tag('x')), { from: 'rest', branch: 'maybe', to: 'tag' })),
    problem: { node: 'rest', code: 'branch_unknown' },
  },
  {
    title: 'one branch that leads two ways',
    draft: graph(withEdges(chain(rest, tag('x')), { from: 'rest', branch: 'next', to: 'tag' })),
    problem: { node: 'rest', code: 'branch_twice' },
  },
  {
    title: 'a branch forgotten',
    draft: graph(chain({ ...chosen({ path: 'cart.total', op: 'gt', value: 1 }), by: 'yes' }, tag('x'))),
    problem: { node: 'choose', field: 'edges', code: 'branch_missing' },
  },
  {
    title: 'a time-out forgotten',
    draft: graph(chain(asked, tag('x'))),
    problem: { node: 'rest', code: 'branch_missing' },
  },
  {
    title: 'a loop in which no time passes',
    draft: graph(withEdges(chain(tag('x', 'one'), tag('y', 'two')), { from: 'two', branch: 'next', to: 'one' })),
    problem: { node: 'one', code: 'loop_without_wait' },
  },
  {
    title: 'two nodes of one name',
    draft: graph({ ...chain(rest), nodes: [...chain(rest).nodes, ...chain(rest).nodes] }),
    problem: { node: 'rest', field: 'id', code: 'id_taken' },
  },
  {
    title: 'a value no event brings',
    draft: graph(chain(tag('{{ cart.colour }}'))),
    problem: { node: 'tag', field: 'tag', code: 'missing_variable' },
  },
  {
    title: 'a value of another kind of event',
    draft: graph({ ...chain(tag('{{ order.number }}')) }),
    problem: { node: 'tag', code: 'missing_variable' },
  },
  {
    title: 'a value only one of two triggers brings',
    draft: graph({ ...chain(tag('{{ cart.episode }}')), trigger: { events: ['cart.abandoned', 'order.paid'] } }),
    problem: { node: 'tag', code: 'missing_variable' },
  },
  {
    title: 'a field the workspace does not have',
    draft: graph(chain(tag('{{ contact.fields.shoe_size }}'))),
    problem: { node: 'tag', code: 'missing_variable' },
  },
  {
    title: 'an output of a step that comes later',
    draft: graph(
      chain(tag('{{ steps.later.sum }}'), {
        type: 'compute',
        id: 'later',
        config: { values: [{ name: 'sum', text: '1' }] },
      })
    ),
    problem: { node: 'tag', code: 'missing_variable' },
  },
  {
    title: 'a text that cannot be read',
    draft: graph(chain(tag('{{ cart.total'))),
    problem: { node: 'tag', field: 'tag', code: 'invalid_template' },
  },
  {
    title: 'a condition on a value that is not there',
    draft: graph(
      withEdges(chain({ ...chosen({ path: 'cart.colour', op: 'exists' }), by: 'yes' }, tag('x')), {
        from: 'choose',
        branch: 'else',
        to: 'tag',
      })
    ),
    problem: { node: 'choose', field: 'branches.0.where', code: 'missing_variable' },
  },
  {
    title: 'a condition without sense',
    draft: graph({
      ...chain(rest),
      trigger: { events: ['cart.abandoned'], where: { path: 'cart.total', op: 'roughly', value: 1 } } as never,
    }),
    problem: { node: 'trigger', field: 'where', code: 'condition_invalid' },
  },
  {
    title: 'an event nobody knows',
    draft: graph({ ...chain(rest), exits: [{ id: 'bought', events: ['order.eaten'], scope: 'contact' }] }),
    problem: { node: 'bought', field: 'events', code: 'event_unknown' },
  },
  {
    title: 'a template nobody wrote',
    draft: graph(chain(send({ legs: [{ template: 'gone' }] }))),
    problem: { node: 'send', field: 'legs.0.template', code: 'template_unknown' },
  },
  {
    title: 'a template of another purpose',
    draft: graph(chain(send({ purpose: 'transactional', legs: [{ template: 'cart_reminder' }] }))),
    problem: { node: 'send', field: 'legs.0.template', code: 'template_purpose' },
  },
  {
    title: 'a message without a purpose',
    draft: graph({ ...chain(send({ legs: [{ text: 'Hi' }] })), kind: 'internal' }),
    problem: { node: 'send', field: 'purpose', code: 'purpose_missing' },
  },
  {
    title: 'a connection that is gone',
    draft: graph(chain(send({ legs: [{ text: 'Hi', connection: 'con_gone' }] }))),
    problem: { node: 'send', field: 'legs.0.connection', code: 'connection_unknown' },
  },
  {
    title: 'a field that is gone',
    draft: graph(chain({ type: 'set_field', id: 'set', config: { field: 'shoe_size', value: '43' } })),
    problem: { node: 'set', field: 'field', code: 'field_unknown' },
  },
  {
    title: 'an entry field that is no value',
    draft: graph({ ...chain(rest), entry: { rule: 'once', field: 'cart.colour' } }),
    problem: { node: 'entry', field: 'field', code: 'missing_variable' },
  },
]

test.group('Saving a graph', () => {
  for (const { title, draft, problem } of cases) {
    test(`refuses ${title}, and names the place`, async ({ assert }) => {
      const { workspace } = await givenSandbox()
      await givenTemplate(workspace)
      const checked = await checkGraph(db.connection(), workspace.id, draft)
      assert.isFalse(checked.ok)
      if (!checked.ok) assert.containsSubset(checked.problems, [problem], JSON.stringify(checked.problems))
    })
  }

  test('accepts one that holds together', async ({ assert }) => {
    const { workspace } = await givenSandbox()
    await givenTemplate(workspace)
    const action = new ScriptedAction('native')
    const connection = await action.connected(workspace)
    const whole = withEdges(
      chain(
        send(),
        { ...asked, config: { ...asked.config, where: { path: 'message.text', op: 'contains', value: 'yes' } } },
        {
          type: 'compute',
          id: 'sum',
          config: {
            values: [
              {
                name: 'total',
                text: '{{ cart.total | money }} {{ cart.items.0.title }} {{ contact.nick | default: "you" }}',
              },
            ],
          },
        },
        tag('{{ steps.sum.total }} {{ event.occurred_at | date }}{% if cart.gift %}{{ cart.gift }}{% endif %}'),
        {
          type: 'connector_action',
          id: 'note',
          config: { connection: connection.id, action: 'note', input: { text: '{{ steps.rest.text }}' } },
        },
        { type: 'wait', id: 'pause', config: { mode: 'until_time', time: '09:00' } }
      ),
      { from: 'rest', branch: 'timeout', to: 'sum' },
      { from: 'pause', branch: 'next', to: 'send' }
    )
    const checked = await checkGraph(db.connection(), workspace.id, graph(whole))
    assert.deepEqual(checked.ok ? [] : checked.problems, [])
  })

  test('names an action its connector lacks, and an input it needs', async ({ assert }) => {
    const { workspace } = await givenSandbox()
    const connection = await new ScriptedAction('native').connected(workspace)
    const with_ = (config: object) =>
      checkGraph(
        db.connection(),
        workspace.id,
        graph(chain({ type: 'connector_action', id: 'note', config: { connection: connection.id, ...config } }))
      )
    assert.containsSubset(await with_({ action: 'sing', input: {} }), {
      problems: [{ node: 'note', field: 'action', code: 'action_unknown' }],
    })
    assert.containsSubset(await with_({ action: 'note', input: {} }), {
      problems: [{ node: 'note', field: 'input.text', code: 'field_invalid' }],
    })
  })
})
