/** Who the installation of the demo is, in the world outside. All of it is made up. */
export const NUMBER = '109876543210987'
export const BUSINESS_ACCOUNT = '1098765432109871'
export const DATASETS = { website: '223344556677889', messaging: '223344556677890' }
export const TOKEN = 'system-user-token-of-the-demo'
export const APP_SECRET = 'meta-app-secret-of-the-demo'
export const TWILIO_TOKEN = 'primary-token-of-the-demo'
export const SMS_NUMBER = '+12025550142'
export const HUBSPOT_TOKEN = 'pat-eu1-of-the-portal-of-the-demo'
export const STRIPE_KEY = 'sk_test_fictional0key0of0the0demo'
