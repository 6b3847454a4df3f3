import router from '@adonisjs/core/services/router'
import type { HttpContext } from '@adonisjs/core/http'
import { middleware, workspaceStack } from '#start/kernel'

const Carts = () => import('./carts_controller.ts')
const Orders = () => import('./orders_controller.ts')
const Shipments = () => import('./shipments_controller.ts')

router
  .group(() => {
    router
      .get('/commerce', ({ response, workspace }: HttpContext) =>
        response.redirect(`/w/${workspace.id}/commerce/carts`)
      )
      .as('commerce')
      .use(middleware.can('commerce.view'))
    router.get('/commerce/carts', [Carts, 'index']).as('commerce.carts').use(middleware.can('commerce.view'))
    router.get('/commerce/carts/:id', [Carts, 'show']).as('commerce.carts.show').use(middleware.can('commerce.view'))
    router.get('/commerce/orders', [Orders, 'index']).as('commerce.orders').use(middleware.can('commerce.view'))
    router.get('/commerce/orders/:id', [Orders, 'show']).as('commerce.orders.show').use(middleware.can('commerce.view'))
    router
      .get('/commerce/shipments', [Shipments, 'index'])
      .as('commerce.shipments')
      .use(middleware.can('commerce.view'))
  })
  .prefix('/w/:workspace')
  .use(workspaceStack())
