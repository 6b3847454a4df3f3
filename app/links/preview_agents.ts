// Apps that open a link to draw a preview of it, and robots that open every link there is. Messengers come first: they
// open each link of each message the moment it arrives.
const AGENTS = [
  'whatsapp',
  'facebookexternalhit',
  'facebot',
  'meta-externalagent',
  'telegrambot',
  'viber',
  'skypeuripreview',
  'slackbot',
  'slack-imgproxy',
  'discordbot',
  'twitterbot',
  'linkedinbot',
  'pinterestbot',
  'redditbot',
  'snapchat',
  'applebot',
  'googlebot',
  'google-read-aloud',
  'google-inspectiontool',
  'bingbot',
  'bingpreview',
  'yandexbot',
  'duckduckbot',
  'embedly',
  'iframely',
  'mattermost',
  'zoombot',
  'microsoftpreview',
]
const KINDS = /\b(bot|crawler|spider|scanner|preview|monitor)\b|headlesschrome/i

/** Whether a request for a link comes from something other than a person's browser. */
export function isPreview(
  method: string,
  headers: { userAgent: string | undefined; purpose: string | undefined }
): boolean {
  if (method === 'HEAD') return true
  const agent = headers.userAgent?.toLowerCase() ?? ''
  if (agent === '' || /prefetch|prerender|preview/i.test(headers.purpose ?? '')) return true
  return KINDS.test(agent) || AGENTS.some((name) => agent.includes(name))
}
