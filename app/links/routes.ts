import router from '@adonisjs/core/services/router'

const ShortLinks = () => import('./short_links_controller.ts')

// No session and no CSRF: it is opened from phones, by people who are no users of the console.
router
  .get('/l/:code', [ShortLinks, 'show'])
  .as('short_links.show')
  .where('code', /^[0-9A-Za-z]{6,16}$/)
