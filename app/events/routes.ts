import router from '@adonisjs/core/services/router'
import { apiStack, middleware, workspaceStack } from '#start/kernel'

const Events = () => import('./events_controller.ts')
const EventTypes = () => import('./event_types_controller.ts')

router
  .group(() => {
    router
      .get('/developers', ({ workspace, access, response }) =>
        response.redirect(`/w/${workspace.id}/developers/${access.may('sandbox.use') ? 'sandbox' : 'events'}`)
      )
      .as('developers')
      .use(middleware.can('events.view'))
    router.get('/developers/events', [Events, 'index']).as('developers.events').use(middleware.can('events.view'))
    router
      .get('/developers/events/types', [EventTypes, 'index'])
      .as('developers.events.types')
      .use(middleware.can('events.view'))
    router
      .get('/developers/events/:id', [Events, 'show'])
      .as('developers.events.show')
      .use(middleware.can('events.view'))
  })
  .prefix('/w/:workspace')
  .use(workspaceStack())

router
  .group(() => {
    router.get('/event-types', [EventTypes, 'list']).as('api.event_types').use(middleware.can('events.view'))
  })
  .prefix('/api/v1')
  .use(apiStack())
