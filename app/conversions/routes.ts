import router from '@adonisjs/core/services/router'
import { middleware, workspaceStack } from '#start/kernel'

const Conversions = () => import('./conversions_controller.ts')
const Datasets = () => import('./conversion_datasets_controller.ts')
const Mappings = () => import('./conversion_mappings_controller.ts')
const Setups = () => import('./conversion_setups_controller.ts')
const TestEvents = () => import('./conversion_test_events_controller.ts')

const can = middleware.can

router
  .group(() => {
    router.get('/conversions', [Conversions, 'index']).as('conversions.index').use(can('conversions.view'))
    router.get('/conversions/setup', [Setups, 'show']).as('conversions.setup').use(can('conversions.manage'))
    router.put('/conversions/setup', [Setups, 'update']).as('conversions.setup.update').use(can('conversions.manage'))
    router
      .put('/conversions/mappings', [Mappings, 'update'])
      .as('conversions.mappings.update')
      .use(can('conversions.manage'))
    router
      .delete('/conversions/mappings', [Mappings, 'destroy'])
      .as('conversions.mappings.reset')
      .use(can('conversions.manage'))
    router
      .put('/conversions/datasets', [Datasets, 'update'])
      .as('conversions.datasets.update')
      .use(can('conversions.manage'))
    router
      .post('/conversions/test_events', [TestEvents, 'store'])
      .as('conversions.test_events')
      .use(can('conversions.manage'))
    router.get('/conversions/:id', [Conversions, 'show']).as('conversions.show').use(can('conversions.view'))
  })
  .prefix('/w/:workspace')
  .use(workspaceStack())
