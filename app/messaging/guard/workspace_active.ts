import { allow, EVERY_PURPOSE, refuse } from './rule.ts'
import type { Rule } from './rule.ts'

export const workspaceActive: Rule = {
  name: 'workspace_active',
  binds: EVERY_PURPOSE,
  judge({ facts: { workspace } }) {
    if (!workspace) return refuse('workspace_gone')
    return workspace.state === 'active' ? allow() : refuse('workspace_paused')
  },
}
