import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import app from '@adonisjs/core/services/app'
import type { Workspace } from '#app/accounts/workspace'
import { transaction } from '#app/database'
import type { Trx } from '#app/database'
import { newId } from '#app/ids'
import { forgetTemplates } from '#app/templates/template_choice'
import { createTemplate, publishDraft } from '#app/templates/template_drafts'
import type { TemplateInput } from '#app/templates/template_drafts'
import type { Graph } from './graph.ts'
import { Pipeline } from './pipeline.ts'
import { saveDraft } from './publishing.ts'
import type { Problem } from './validation.ts'

type Worded = string | Record<string, string>

/** A pipeline ready to be installed, with the templates it sends. Texts for people are by language. */
export interface LibraryEntry {
  key: string
  title: Record<string, string>
  summary: Record<string, string>
  /** Roles of the connections it is of no use without. */
  needs: ('commerce' | 'channel')[]
  templates: TemplateInput[]
  graph: Omit<Graph, 'nodes' | 'exits'> & {
    nodes: (Omit<Graph['nodes'][number], 'name'> & { name: Worded })[]
    exits: (Omit<Graph['exits'][number], 'name'> & { name?: Worded })[]
  }
}

let entries: Promise<LibraryEntry[]> | null = null

/** The files of `resources/library/pipelines`, read once. */
export function library(): Promise<LibraryEntry[]> {
  entries ??= readEntries(app.makePath('resources/library/pipelines'))
  return entries
}

async function readEntries(folder: string): Promise<LibraryEntry[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()
  return Promise.all(names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as LibraryEntry))
}

export type Installed =
  | { ok: true; pipeline: Pipeline }
  | { ok: false; reason: 'library_entry_unknown' }
  | { ok: false; reason: 'library_entry_unfit'; problems: Problem[] }

/**
 * Makes a draft pipeline of a library entry, with those of its templates that are not there yet. Publishing stays a
 * decision of its own. `connectionId` is the channel its messages leave by; without it, the workspace's first.
 */
export async function installFromLibrary(
  workspace: Workspace,
  key: string,
  { connectionId }: { connectionId?: string } = {}
): Promise<Installed> {
  const entry = (await library()).find((each) => each.key === key)
  if (!entry) return { ok: false, reason: 'library_entry_unknown' }

  try {
    const pipeline = await transaction((trx) => install(trx, workspace, entry, connectionId))
    forgetTemplates()
    return { ok: true, pipeline }
  } catch (error) {
    if (error instanceof Refused) return { ok: false, reason: 'library_entry_unfit', problems: error.problems }
    throw error
  }
}

/** Takes everything back that was installed so far; never leaves this file. */
class Refused extends Error {
  readonly problems: Problem[]

  constructor(problems: Problem[]) {
    super('The library entry does not fit this workspace')
    this.problems = problems
  }
}

async function install(
  trx: Trx,
  workspace: Workspace,
  entry: LibraryEntry,
  connectionId: string | undefined
): Promise<Pipeline> {
  await bringTemplates(trx, workspace, entry.templates)
  const draft = graphFor(entry, workspace.locale, connectionId)
  const pipeline = await new Pipeline()
    .fill({
      id: newId('pipeline'),
      workspaceId: workspace.id,
      name: inLanguage(entry.title, workspace.locale),
      kind: draft.kind,
      state: 'draft',
      priority: draft.priority,
      draft,
      versionId: null,
      libraryKey: entry.key,
      archivedAt: null,
    })
    .useTransaction(trx)
    .touch()
    .save()
  const saved = await saveDraft(pipeline, draft, { trx })
  if (!saved.ok) throw new Refused(saved.problems)
  return pipeline
}

async function bringTemplates(trx: Trx, workspace: Workspace, templates: TemplateInput[]): Promise<void> {
  const known: { name: string }[] = await trx
    .from('templates')
    .where('workspace_id', workspace.id)
    .whereIn(
      'name',
      templates.map(({ name }) => name)
    )
    .select('name')
  for (const template of templates) {
    if (known.some(({ name }) => name === template.name)) continue
    await publishDraft(trx, await createTemplate(trx, workspace.id, template))
  }
}

function graphFor({ graph }: LibraryEntry, locale: string, connectionId: string | undefined): Graph {
  const nodes = graph.nodes.map((node) => ({
    ...node,
    name: inLanguage(node.name, locale),
    config:
      node.type === 'send_message' && connectionId
        ? { ...node.config, legs: (node.config.legs as object[]).map((leg) => ({ ...leg, connection: connectionId })) }
        : node.config,
  }))
  const exits = graph.exits.map(
    (rule) => ({ ...rule, ...(rule.name ? { name: inLanguage(rule.name, locale) } : {}) }) as Graph['exits'][number]
  )
  return { ...graph, nodes, exits }
}

export const inLanguage = (words: Worded, locale: string): string =>
  typeof words === 'string' ? words : (words[locale.split('-')[0]] ?? words.en ?? Object.values(words)[0])
