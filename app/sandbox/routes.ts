import router from '@adonisjs/core/services/router'
import transmit from '@adonisjs/transmit/services/main'
import { accessOf } from '#app/accounts/access'
import { Workspace } from '#app/accounts/workspace'
import { middleware, workspaceStack } from '#start/kernel'

const Carts = () => import('./sandbox_carts_controller.ts')
const Happenings = () => import('./sandbox_happenings_controller.ts')
const Messages = () => import('./sandbox_messages_controller.ts')
const PayPages = () => import('./sandbox_pay_pages_controller.ts')
const Phones = () => import('./sandbox_phones_controller.ts')

// No session and no CSRF: the token in the address is the key, as with any provider's payment page.
router
  .group(() => {
    router.get('/:token', [PayPages, 'show']).as('sandbox.pay')
    router
      .post('/:token/:act', [PayPages, 'store'])
      .as('sandbox.pay.store')
      .where('act', /^(pay|decline|leave)$/)
  })
  .prefix('/sandbox/pay')
  .where('token', /^[\w-]{32}$/)

router
  .group(() => {
    router.get('/developers/sandbox', [Phones, 'show']).as('developers.sandbox')
    router.post('/developers/sandbox', [Phones, 'store']).as('developers.sandbox.store')
    router.put('/developers/sandbox', [Phones, 'update']).as('developers.sandbox.update')
    router.post('/developers/sandbox/messages', [Messages, 'store']).as('developers.sandbox.messages')
    router.post('/developers/sandbox/happenings', [Happenings, 'store']).as('developers.sandbox.happenings')
    router.get('/developers/sandbox/carts/:cart', [Carts, 'show']).as('developers.sandbox.carts')
  })
  .prefix('/w/:workspace')
  .use(workspaceStack())
  .use(middleware.can('sandbox.use'))

transmit.authorize<{ workspace: string }>('workspaces/:workspace/sandbox', async ({ auth }, { workspace: id }) => {
  const workspace = await Workspace.find(id)
  const access = workspace && auth.user ? await accessOf(auth.user.id, workspace) : null
  return access?.may('sandbox.use') ?? false
})
