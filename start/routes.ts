// One line per room, in the order of the architecture: each room declares its own routes.
import '#app/http/routes'
import '#app/accounts/routes'
import '#app/connectors/routes'
import '#app/events/routes'
import '#app/contacts/routes'
import '#app/messaging/routes'
import '#app/commerce/routes'
import '#app/conversions/routes'
