import type { Client } from '#app/database'
import type { Workspace } from '#app/accounts/workspace'
import { approvingConnections } from './submission.ts'
import { LIMITS, problemsIn } from './template_limits.ts'
import { TemplateApproval, TemplateVersion } from './template.ts'
import type { Template, TemplateContent } from './template.ts'

/** Everything the editor needs of one template. */
export async function templateDetail(client: Client, workspace: Workspace, template: Template) {
  const versions = await TemplateVersion.in(workspace, client)
    .where('templateId', template.id)
    .orderBy('version', 'desc')
    .orderBy('language')
  const approvals = await TemplateApproval.in(workspace, client).whereIn(
    'templateVersionId',
    versions.map(({ id }) => id)
  )
  const approving = await approvingConnections(template)
  const edited = versions.filter(({ version }) => version === versions[0]?.version)
  const draft = edited[0]?.state === 'draft'
  return {
    template: { id: template.id, name: template.name, purpose: template.purpose, medium: template.medium },
    variants: inOrder(edited, workspace.locale).map(({ language, content, variables }) => ({
      language,
      content: editable(content),
      variables,
    })),
    version: draft ? edited[0].version : (versions[0]?.version ?? 0) + 1,
    draft,
    problems: edited.flatMap(({ language, content, variables }) =>
      problemsIn({ content, variables, purpose: template.purpose, needsApproval: approving.length > 0 }).map(
        (problem) => ({ ...problem, language })
      )
    ),
    history: published(versions, approvals),
    providers: approving.map(({ id, name }) => ({ id, name })),
    limits: LIMITS,
  }
}

/** The editor writes text headers; a picture that a provider's template brought along stays with its version. */
const editable = ({ header, ...rest }: TemplateContent) => ({
  ...rest,
  header: header?.kind === 'text' ? header : null,
})

/** The workspace's own language first. */
const inOrder = (versions: TemplateVersion[], locale: string) =>
  [...versions].sort((a, b) => Number(b.language === locale) - Number(a.language === locale))

/** Each published version with what every provider thinks of each of its languages. */
function published(versions: TemplateVersion[], approvals: TemplateApproval[]) {
  const live = versions.filter(({ state }) => state === 'published')
  return [...Map.groupBy(live, ({ version }) => version)].map(([version, own]) => ({
    version,
    publishedAt: own[0].publishedAt,
    languages: own.map(({ language }) => language),
    approvals: approvals
      .filter(({ templateVersionId }) => own.some(({ id }) => id === templateVersionId))
      .map(({ id, connectionId, language, status, category, quality, reason, detail, statusSince }) => ({
        id,
        connectionId,
        language,
        status,
        category,
        quality,
        reason,
        detail,
        statusSince,
      })),
  }))
}
