import router from '@adonisjs/core/services/router'
import { apiStack, middleware, workspaceStack } from '#start/kernel'

const Api = () => import('./api_ai_controller.ts')
const Approvals = () => import('./approvals_controller.ts')
const Prices = () => import('./prices_controller.ts')
const Settings = () => import('./settings_controller.ts')
const Usage = () => import('./usage_controller.ts')

const can = middleware.can

router
  .group(() => {
    router.get('/ai', [Approvals, 'index']).as('ai.approvals.index').use(can('ai.view'))
    router.post('/ai/approvals/:id/approval', [Approvals, 'approve']).as('ai.approvals.approve').use(can('ai.approve'))
    router.post('/ai/approvals/:id/rejection', [Approvals, 'reject']).as('ai.approvals.reject').use(can('ai.approve'))
    router.get('/ai/usage', [Usage, 'show']).as('ai.usage.show').use(can('ai.view'))
    router.get('/ai/settings', [Settings, 'show']).as('ai.settings.show').use(can('ai.manage'))
    router.put('/ai/settings', [Settings, 'update']).as('ai.settings.update').use(can('ai.manage'))
    router.put('/ai/prices', [Prices, 'update']).as('ai.prices.update').use(can('ai.manage'))
    router.delete('/ai/prices', [Prices, 'destroy']).as('ai.prices.destroy').use(can('ai.manage'))
  })
  .prefix('/w/:workspace')
  .use(workspaceStack())

router
  .group(() => {
    router.get('/ai/usage', [Api, 'usage']).as('api.ai.usage').use(can('ai.view'))
    router.get('/ai/approvals', [Api, 'approvals']).as('api.ai.approvals.index').use(can('ai.view'))
    router.post('/ai/approvals/:id/approval', [Api, 'approve']).as('api.ai.approvals.approve').use(can('ai.approve'))
    router.post('/ai/approvals/:id/rejection', [Api, 'reject']).as('api.ai.approvals.reject').use(can('ai.approve'))
  })
  .prefix('/api/v1')
  .use(apiStack())
