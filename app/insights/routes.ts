import router from '@adonisjs/core/services/router'
import { middleware, workspaceStack } from '#start/kernel'

const Homes = () => import('./homes_controller.ts')

router
  .group(() => {
    router.get('/', [Homes, 'show']).as('insights.home').use(middleware.can('workspace.view'))
  })
  .prefix('/w/:workspace')
  .use(workspaceStack())
