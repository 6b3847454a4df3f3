import { InvalidInput } from '#sdk/index'
import type { MessageButton, TemplateSubmission } from '#sdk/index'
import { parameterName, variablesIn, withParameterNames } from './template_names.ts'

type Json = Record<string, unknown>

const CODE_EXPIRES_MINUTES = 10

/** What Meta wants to see of a template, with a sample for every variable. */
export function componentsFor(template: TemplateSubmission): Json[] {
  if (template.category.toLowerCase() === 'authentication') return authenticationComponents()
  const { header, body, footer, buttons } = template
  const components: Json[] = []
  if (header) components.push(headerComponent(template))
  components.push({
    type: 'BODY',
    text: withParameterNames(body),
    ...examples('body_text_named_params', body, template),
  })
  if (footer) components.push({ type: 'FOOTER', text: footer })
  if (buttons.length > 0)
    components.push({ type: 'BUTTONS', buttons: buttons.map((button) => buttonJson(button, template)) })
  return components
}

/** True when two of the variables differ for us and not for Meta (`a.b` and `a_b`). */
export function namesClash({ header, body }: TemplateSubmission): boolean {
  const names = variablesIn(body)
  const headerNames = header?.kind === 'text' ? variablesIn(header.text) : []
  return [names, headerNames].some((each) => new Set(each.map(parameterName)).size !== each.length)
}

/** Meta writes the text of these; only what surrounds the code can be chosen. */
function authenticationComponents(): Json[] {
  return [
    { type: 'BODY', add_security_recommendation: true },
    { type: 'FOOTER', code_expiration_minutes: CODE_EXPIRES_MINUTES },
    { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE' }] },
  ]
}

function headerComponent(template: TemplateSubmission): Json {
  const { header, samples } = template
  if (header?.kind === 'text') {
    const text = withParameterNames(header.text)
    return {
      type: 'HEADER',
      format: 'TEXT',
      text,
      ...examples('header_text_named_params', header.text, template),
    }
  }
  const handle = samples.header
  if (!handle) throw new InvalidInput('A media header needs the handle of a sample file', { field: 'samples.header' })
  return { type: 'HEADER', format: header?.kind.toUpperCase(), example: { header_handle: [handle] } }
}

function examples(key: string, text: string, { samples }: TemplateSubmission): Json {
  const params = variablesIn(text).map((name) => {
    if (!samples[name])
      throw new InvalidInput('Every variable needs a sample for the review', { field: `samples.${name}` })
    return { param_name: parameterName(name), example: samples[name] }
  })
  return params.length > 0 ? { example: { [key]: params } } : {}
}

function buttonJson(button: MessageButton, { samples }: TemplateSubmission): Json {
  if (button.kind === 'reply') return { type: 'QUICK_REPLY', text: button.title }
  if (button.kind === 'phone') return { type: 'PHONE_NUMBER', text: button.title, phone_number: button.phone }

  // Whatever the variable is called here, at Meta it is number one, and only at the very end.
  const [name] = variablesIn(button.url)
  if (!name && !button.suffix) return { type: 'URL', text: button.title, url: button.url }
  const base = name ? button.url.slice(0, button.url.indexOf('{{')) : button.url
  const sample = button.suffix || samples[name]
  if (!sample) throw new InvalidInput('Every variable needs a sample for the review', { field: `samples.${name}` })
  return { type: 'URL', text: button.title, url: `${base}{{1}}`, example: [base + sample] }
}
