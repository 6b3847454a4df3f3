import { clock } from '#app/clock'
import { newId } from '#app/ids'
import { TemplateApproval, TemplateVersion } from '#app/templates/template'
import type { Template } from '#app/templates/template'

/** Approved at the provider, as its webhook would have told. */
export async function approveEverywhere(template: Template, connectionId: string): Promise<void> {
  const now = clock.now()
  for (const version of await TemplateVersion.in(template.workspaceId).where('templateId', template.id)) {
    const approval = new TemplateApproval().fill({
      id: newId('template_approval'),
      workspaceId: template.workspaceId,
      templateVersionId: version.id,
      connectionId,
      providerName: template.name,
      providerTemplateId: '1',
      language: version.language,
      status: 'approved',
      category: 'utility',
      quality: null,
      reason: null,
      detail: null,
      submittedAt: now,
      statusSince: now,
    })
    await approval.touch().save()
  }
}
