// One line per room, in the order of the architecture: each room declares its own routes.
import '#app/http/routes'
import '#app/accounts/routes'
import '#app/connectors/routes'
import '#app/messaging/routes'
