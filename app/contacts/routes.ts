import router from '@adonisjs/core/services/router'
import { apiStack, middleware, workspaceStack } from '#start/kernel'

const ApiContacts = () => import('./api_contacts_controller.ts')
const Consents = () => import('./contact_consents_controller.ts')
const Contacts = () => import('./contacts_controller.ts')
const Erasures = () => import('./contact_erasures_controller.ts')
const Exports = () => import('./contact_exports_controller.ts')
const Fields = () => import('./contact_fields_controller.ts')
const Identities = () => import('./contact_identities_controller.ts')
const Merges = () => import('./contact_merges_controller.ts')
const Tags = () => import('./contact_tags_controller.ts')

const can = middleware.can

router
  .group(() => {
    router.get('/contacts', [Contacts, 'index']).as('contacts.index').use(can('contacts.view'))
    router.get('/contacts/new', [Contacts, 'create']).as('contacts.create').use(can('contacts.edit'))
    router.post('/contacts', [Contacts, 'store']).as('contacts.store').use(can('contacts.edit'))
    router.get('/contacts/:id', [Contacts, 'show']).as('contacts.show').use(can('contacts.view'))
    router.put('/contacts/:id', [Contacts, 'update']).as('contacts.update').use(can('contacts.edit'))
    router.post('/contacts/:id/tags', [Tags, 'store']).as('contacts.tags.store').use(can('contacts.edit'))
    router.delete('/contacts/:id/tags/:tag', [Tags, 'destroy']).as('contacts.tags.destroy').use(can('contacts.edit'))
    router
      .post('/contacts/:id/identities', [Identities, 'store'])
      .as('contacts.identities.store')
      .use(can('contacts.edit'))
    router.get('/contacts/:id/consents', [Consents, 'index']).as('contacts.consents.index').use(can('contacts.view'))
    router.post('/contacts/:id/consents', [Consents, 'store']).as('contacts.consents.store').use(can('consents.record'))
    router.post('/contacts/:id/merges', [Merges, 'store']).as('contacts.merges.store').use(can('contacts.edit'))
    router
      .delete('/contacts/:id/merges/:suggestion_id', [Merges, 'destroy'])
      .as('contacts.merges.destroy')
      .use(can('contacts.edit'))
    router.get('/contacts/:id/export', [Exports, 'show']).as('contacts.export').use(can('contacts.export'))
    router.post('/contacts/:id/erasure', [Erasures, 'store']).as('contacts.erasure').use(can('contacts.erase'))

    router.get('/settings/fields', [Fields, 'index']).as('settings.fields').use(can('settings.view'))
    router.post('/settings/fields', [Fields, 'store']).as('settings.fields.store').use(can('settings.manage'))
    router.put('/settings/fields/:id', [Fields, 'update']).as('settings.fields.update').use(can('settings.manage'))
    router.delete('/settings/fields/:id', [Fields, 'destroy']).as('settings.fields.destroy').use(can('settings.manage'))
  })
  .prefix('/w/:workspace')
  .use(workspaceStack())

router
  .group(() => {
    router.get('/contacts', [ApiContacts, 'index']).as('api.contacts.index').use(can('contacts.view'))
    router.post('/contacts', [ApiContacts, 'store']).as('api.contacts.store').use(can('contacts.edit'))
    router.get('/contacts/:id', [ApiContacts, 'show']).as('api.contacts.show').use(can('contacts.view'))
    router.put('/contacts', [ApiContacts, 'store']).as('api.contacts.upsert').use(can('contacts.edit'))
    router.patch('/contacts/:id', [ApiContacts, 'update']).as('api.contacts.update').use(can('contacts.edit'))
    router.delete('/contacts/:id', [ApiContacts, 'destroy']).as('api.contacts.destroy').use(can('contacts.erase'))
    router.post('/contacts/:id/tags', [ApiContacts, 'tag']).as('api.contacts.tag').use(can('contacts.edit'))
    router.delete('/contacts/:id/tags/:tag', [ApiContacts, 'untag']).as('api.contacts.untag').use(can('contacts.edit'))
    router
      .post('/contacts/:id/consents', [ApiContacts, 'consent'])
      .as('api.contacts.consent')
      .use(can('consents.record'))
    router.get('/contacts/:id/export', [ApiContacts, 'export']).as('api.contacts.export').use(can('contacts.export'))
    router.post('/contacts/:id/erasure', [ApiContacts, 'erase']).as('api.contacts.erase').use(can('contacts.erase'))
  })
  .prefix('/api/v1')
  .use(apiStack())
