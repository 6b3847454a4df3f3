import type { Client, Row } from '#app/database'
import { readJson } from '#app/database'
import type { TemplateContent } from './template.ts'

export interface TemplateLine {
  id: string
  name: string
  purpose: string
  languages: string[]
  preview: string
  version: number
  draft: boolean
  /** The worst of its approvals; `published` where nobody has to approve. */
  state: string
  quality: string | null
  sent: number
  updatedAt: number
}

const WORST_FIRST = ['rejected', 'disabled', 'paused', 'draft', 'in_review', 'approved']

export async function listTemplates(client: Client, workspaceId: string): Promise<TemplateLine[]> {
  const templates: Row[] = await client
    .from('templates')
    .where('workspace_id', workspaceId)
    .whereNull('archived_at')
    .orderBy('name')
  const ids = templates.map((row) => String(row.id))
  if (ids.length === 0) return []
  const versions: Row[] = await client.from('template_versions').whereIn('template_id', ids).orderBy('version', 'desc')
  const approvals: Row[] = await client.from('template_approvals').where('workspace_id', workspaceId)
  const sent: { template_id: string; count: number }[] = await client
    .from('messages')
    .whereIn('template_id', ids)
    .whereNotNull('sent_at')
    .groupBy('template_id')
    .select('template_id')
    .count('* as count')
  return templates.map((template) => {
    const own = versions.filter((version) => version.template_id === template.id)
    const count = sent.find((row) => row.template_id === template.id)?.count
    return lineOf(template, own, { approvals, sent: Number(count ?? 0) })
  })
}

function lineOf(template: Row, versions: Row[], { approvals, sent }: { approvals: Row[]; sent: number }): TemplateLine {
  const newest = versions.filter((version) => version.version === versions[0]?.version)
  const current = versions.filter((version) => version.state === 'published')
  const inForce = current.filter((version) => version.version === current[0]?.version)
  const own = approvals.filter((approval) => inForce.some((version) => version.id === approval.template_version_id))
  const statuses = own.map((approval) => String(approval.status))
  return {
    id: String(template.id),
    name: String(template.name),
    purpose: String(template.purpose),
    languages: newest.map((version) => String(version.language)),
    preview: newest[0] ? readJson<TemplateContent>(newest[0].content).body.slice(0, 160) : '',
    version: Number(versions[0]?.version ?? 1),
    draft: newest[0]?.state === 'draft',
    state: inForce.length === 0 ? 'draft' : (WORST_FIRST.find((status) => statuses.includes(status)) ?? 'published'),
    quality: (own.find((approval) => approval.quality)?.quality as string | undefined) ?? null,
    sent,
    updatedAt: Number(template.updated_at),
  }
}
