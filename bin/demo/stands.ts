import { clock } from '#app/clock'
import { FakeGraph } from '#tests/support/fake_world/graph'
import { FakeHubSpot } from '#tests/support/fake_world/hubspot'
import { valueOf } from '#tests/support/fake_world/hubspot_portal'
import type { FakePortal } from '#tests/support/fake_world/hubspot_portal'
import { FakeShopify } from '#tests/support/fake_world/shopify'
import type { FakeShop } from '#tests/support/fake_world/shopify_shop'
import { FakeStripe } from '#tests/support/fake_world/stripe'
import type { FakeSession, FakeStripeAccount } from '#tests/support/fake_world/stripe_account'
import { FakeTwilio } from '#tests/support/fake_world/twilio'
import type { FakeTwilioAccount } from '#tests/support/fake_world/twilio_state'
import { FakeWooCommerce } from '#tests/support/fake_world/woocommerce'
import type { FakeWooShop } from '#tests/support/fake_world/woocommerce_shop'
import {
  APP_SECRET,
  BUSINESS_ACCOUNT,
  DATASETS,
  HUBSPOT_TOKEN,
  NUMBER,
  SMS_NUMBER,
  STRIPE_KEY,
  TOKEN,
  TWILIO_TOKEN,
} from './accounts.ts'
import type { Part } from './cast.ts'
import type { Stand } from './world.ts'

const now = () => clock.now()

/** Meta: the number and both datasets. */
export class Meta implements Stand {
  readonly graph = new FakeGraph({ appSecret: APP_SECRET, now })

  async start(): Promise<string> {
    const origin = await this.graph.start()
    this.graph.addToken(TOKEN).addNumber({
      id: NUMBER,
      businessAccount: BUSINESS_ACCOUNT,
      phone: '+390583555010',
      verifiedName: 'Bottega Lucente',
    })
    for (const dataset of Object.values(DATASETS)) this.graph.addDataset(dataset)
    this.graph.approvesTemplates = true
    return origin
  }

  stop = () => this.graph.stop()

  stands = () => ({
    'https://graph.facebook.com': this.graph.origin,
    'https://lookaside.fbsbx.com': this.graph.origin,
  })

  /** The number, and where purchases are told. */
  whatsapp(): Part {
    return {
      connector: 'whatsapp',
      credentials: { accessToken: TOKEN, appSecret: APP_SECRET, verifyToken: 'verify-token-of-the-demo' },
      settings: { phoneNumberId: NUMBER, businessAccountId: BUSINESS_ACCOUNT },
    }
  }

  dataset(path: 'website' | 'business_messaging'): Part {
    const datasetId = path === 'website' ? DATASETS.website : DATASETS.messaging
    return {
      connector: 'meta-conversions',
      credentials: { accessToken: TOKEN },
      settings: { datasetId },
      dataset: path,
    }
  }
}

export class Shopify implements Stand {
  readonly #server = new FakeShopify()
  shop!: FakeShop

  async start(): Promise<string> {
    const origin = await this.#server.start()
    this.shop = this.#server.addShop('bottega-lucente.myshopify.com', { now })
    return origin
  }

  stop = () => this.#server.stop()
  stands = () => this.#server.origins

  part(): Part {
    const { clientId, clientSecret, domain } = this.shop
    return { connector: 'shopify', credentials: { clientId, clientSecret }, settings: { shop: domain } }
  }
}

export class Woo implements Stand {
  readonly #server = new FakeWooCommerce({ now })
  shop!: FakeWooShop

  async start(): Promise<string> {
    const origin = await this.#server.start()
    this.shop = this.#server.addShop()
    return origin
  }

  stop = () => this.#server.stop()
  stands = () => this.#server.origins

  part(): Part {
    const { consumerKey, consumerSecret } = this.shop.issueKey()
    return { connector: 'woocommerce', credentials: { consumerKey, consumerSecret }, settings: { url: this.shop.site } }
  }
}

export class Twilio implements Stand {
  readonly sms = new FakeTwilio({ now })
  #account!: FakeTwilioAccount

  async start(): Promise<string> {
    const origin = await this.sms.start()
    this.#account = this.sms.addAccount(TWILIO_TOKEN)
    this.sms.addNumber(this.#account, SMS_NUMBER)
    return origin
  }

  stop = () => this.sms.stop()

  stands = () => ({
    'https://api.twilio.com': this.sms.origin,
    'https://messaging.twilio.com': this.sms.origin,
  })

  part(): Part {
    return {
      connector: 'twilio',
      credentials: { accountSid: this.#account.sid, authToken: TWILIO_TOKEN },
      settings: { from: SMS_NUMBER },
    }
  }
}

export class HubSpot implements Stand {
  readonly #server = new FakeHubSpot()
  portal!: FakePortal

  async start(): Promise<string> {
    const origin = await this.#server.start()
    this.portal = this.#server.addPortal(48_112_000, HUBSPOT_TOKEN, { now })
    return origin
  }

  stop = () => this.#server.stop()
  stands = () => this.#server.origins
  part = (): Part => ({ connector: 'hubspot', credentials: { accessToken: HUBSPOT_TOKEN }, settings: {} })

  get contacts() {
    return this.portal.of('contacts')
  }

  stageOfDeal(): string | null {
    const [deal] = this.portal.of('deals')
    return deal ? (valueOf(deal, 'dealstage') ?? null) : null
  }
}

export class Stripe implements Stand {
  readonly #server = new FakeStripe({ now })
  account!: FakeStripeAccount

  async start(): Promise<string> {
    const origin = await this.#server.start()
    this.account = this.#server.addAccount(STRIPE_KEY)
    return origin
  }

  stop = () => this.#server.stop()
  stands = () => ({ 'https://api.stripe.com': this.#server.origin })
  part = (): Part => ({ connector: 'stripe', credentials: { apiKey: STRIPE_KEY }, settings: {} })
  sessions = () => this.account.of<FakeSession>('checkout.session')
}
