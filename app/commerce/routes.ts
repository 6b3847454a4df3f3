import router from '@adonisjs/core/services/router'
import { middleware, workspaceStack } from '#start/kernel'

const Commerce = () => import('./commerce_controller.ts')
const Carts = () => import('./carts_controller.ts')
const Orders = () => import('./orders_controller.ts')
const Shipments = () => import('./shipments_controller.ts')

router
  .group(() => {
    router.get('/commerce', [Commerce, 'show']).as('commerce').use(middleware.can('commerce.view'))
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
