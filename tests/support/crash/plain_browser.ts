/** A person's browser without the pages: cookies, the token against forged forms, and redirects looked at one by one. */
export class PlainBrowser {
  readonly #origin: () => string
  readonly #cookies = new Map<string, string>()

  constructor(origin: () => string) {
    this.#origin = origin
  }

  get(path: string): Promise<Response> {
    return this.#ask(path, { method: 'GET' })
  }

  post(path: string, body: Record<string, unknown>): Promise<Response> {
    return this.#ask(path, { method: 'POST', body: JSON.stringify(body) })
  }

  /** By the form that people use; throws where it is refused. */
  async signIn(email: string, password: string): Promise<this> {
    await this.get('/sign-in')
    const response = await this.post('/sign-in', { email, password })
    const to = response.headers.get('location') ?? ''
    if (response.status !== 302 || to.endsWith('/sign-in')) throw new Error(`should sign in: ${response.status} ${to}`)
    return this
  }

  async #ask(path: string, init: RequestInit): Promise<Response> {
    const response = await fetch(this.#origin() + path, {
      ...init,
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        'x-inertia': 'true',
        'x-xsrf-token': decodeURIComponent(this.#cookies.get('XSRF-TOKEN') ?? ''),
        'cookie': [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      this.#cookies.set(name, value)
    }
    return response
  }
}
