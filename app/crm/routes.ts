import router from '@adonisjs/core/services/router'
import { apiStack, middleware, workspaceStack } from '#start/kernel'

const ApiSyncs = () => import('./api_syncs_controller.ts')
const Backfills = () => import('./backfills_controller.ts')
const Mappings = () => import('./sync_mappings_controller.ts')
const Syncs = () => import('./syncs_controller.ts')

const can = middleware.can

router
  .group(() => {
    router.get('/connections/:id/sync', [Syncs, 'show']).as('crm.sync.show').use(can('connections.view'))
    router.put('/connections/:id/sync', [Syncs, 'update']).as('crm.sync.update').use(can('connections.manage'))
    router
      .post('/connections/:id/sync/fields', [Syncs, 'refresh'])
      .as('crm.fields.store')
      .use(can('connections.manage'))
    router
      .put('/connections/:id/sync/mapping', [Mappings, 'update'])
      .as('crm.mapping.update')
      .use(can('connections.manage'))
    router
      .delete('/connections/:id/sync/mapping', [Mappings, 'destroy'])
      .as('crm.mapping.destroy')
      .use(can('connections.manage'))
    router
      .post('/connections/:id/sync/previews', [Mappings, 'preview'])
      .as('crm.previews.store')
      .use(can('connections.manage'))
    router
      .post('/connections/:id/sync/counts', [Backfills, 'count'])
      .as('crm.counts.store')
      .use(can('connections.manage'))
    router
      .post('/connections/:id/sync/backfills', [Backfills, 'store'])
      .as('crm.backfills.store')
      .use(can('connections.manage'))
    router
      .put('/connections/:id/sync/backfills/:backfill_id', [Backfills, 'update'])
      .as('crm.backfills.update')
      .use(can('connections.manage'))
    router
      .delete('/connections/:id/sync/backfills/:backfill_id', [Backfills, 'destroy'])
      .as('crm.backfills.destroy')
      .use(can('connections.manage'))
  })
  .prefix('/w/:workspace')
  .use(workspaceStack())

router
  .group(() => {
    router.get('/connections/:id/sync', [ApiSyncs, 'show']).as('api.crm.sync.show').use(can('connections.view'))
    router.put('/connections/:id/sync', [ApiSyncs, 'update']).as('api.crm.sync.update').use(can('connections.manage'))
    router
      .get('/connections/:id/sync/entries', [ApiSyncs, 'entries'])
      .as('api.crm.entries.index')
      .use(can('connections.view'))
    router
      .get('/connections/:id/mapping', [ApiSyncs, 'mapping'])
      .as('api.crm.mapping.show')
      .use(can('connections.view'))
    router
      .put('/connections/:id/mapping', [ApiSyncs, 'saveMapping'])
      .as('api.crm.mapping.update')
      .use(can('connections.manage'))
    router
      .get('/connections/:id/backfills', [ApiSyncs, 'backfills'])
      .as('api.crm.backfills.index')
      .use(can('connections.view'))
    router
      .post('/connections/:id/backfills', [ApiSyncs, 'startBackfill'])
      .as('api.crm.backfills.store')
      .use(can('connections.manage'))
    router
      .get('/connections/:id/backfills/:backfill_id', [ApiSyncs, 'backfill'])
      .as('api.crm.backfills.show')
      .use(can('connections.view'))
    router
      .put('/connections/:id/backfills/:backfill_id', [ApiSyncs, 'holdBackfill'])
      .as('api.crm.backfills.update')
      .use(can('connections.manage'))
    router
      .delete('/connections/:id/backfills/:backfill_id', [ApiSyncs, 'cancelBackfill'])
      .as('api.crm.backfills.destroy')
      .use(can('connections.manage'))
  })
  .prefix('/api/v1')
  .use(apiStack())
