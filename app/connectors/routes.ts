import router from '@adonisjs/core/services/router'

const IntakeController = () => import('./intake_controller.ts')

// Nothing but the controller: no session, no body parser, no CSRF.
router.route('/in/:token', ['GET', 'POST'], [IntakeController, 'store']).as('intake.store')
