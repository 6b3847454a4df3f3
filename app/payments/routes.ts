import router from '@adonisjs/core/services/router'
import { apiStack, middleware, workspaceStack } from '#start/kernel'

const ApiPayments = () => import('./api_payments_controller.ts')
const Cancellations = () => import('./payment_cancellations_controller.ts')
const PayPages = () => import('./pay_pages_controller.ts')
const Payments = () => import('./payments_controller.ts')
const Problems = () => import('./payment_problems_controller.ts')
const Refunds = () => import('./payment_refunds_controller.ts')

const { can } = middleware

// No session and no CSRF: opened from phones, by people who are no users of the console.
router
  .group(() => {
    router.get('/:code', [PayPages, 'show']).as('pay')
    router.post('/:code', [PayPages, 'open']).as('pay.open')
    router.get('/:code/done', [PayPages, 'done']).as('pay.done')
    router.get('/:code/back', [PayPages, 'back']).as('pay.back')
  })
  .prefix('/p')
  .where('code', /^[0-9A-Za-z]{8}$/)

router
  .group(() => {
    router.get('/commerce/payments', [Payments, 'index']).as('commerce.payments').use(can('payments.view'))
    router.post('/commerce/payments', [Payments, 'store']).as('commerce.payments.store').use(can('payments.request'))
    router.get('/commerce/payments/:id', [Payments, 'show']).as('commerce.payments.show').use(can('payments.view'))
    router
      .post('/commerce/payments/:id/refunds', [Refunds, 'store'])
      .as('commerce.payments.refunds')
      .use(can('payments.refund'))
    router
      .post('/commerce/payments/:id/cancellations', [Cancellations, 'store'])
      .as('commerce.payments.cancellations')
      .use(can('payments.request'))
    router
      .delete('/commerce/payments/:id/problem', [Problems, 'destroy'])
      .as('commerce.payments.problem')
      .use(can('payments.refund'))
  })
  .prefix('/w/:workspace')
  .use(workspaceStack())

router
  .group(() => {
    router.get('/payments', [ApiPayments, 'index']).as('api.payments.index').use(can('payments.view'))
    router.post('/payments', [ApiPayments, 'store']).as('api.payments.store').use(can('payments.request'))
    router.get('/payments/:id', [ApiPayments, 'show']).as('api.payments.show').use(can('payments.view'))
    router.post('/payments/:id/refunds', [ApiPayments, 'refund']).as('api.payments.refund').use(can('payments.refund'))
    router
      .post('/payments/:id/cancellations', [ApiPayments, 'cancel'])
      .as('api.payments.cancel')
      .use(can('payments.request'))
  })
  .prefix('/api/v1')
  .use(apiStack())
