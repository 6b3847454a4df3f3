import limiter from '@adonisjs/limiter/services/main'

// Ten wrong passwords a quarter of an hour: enough for a tired person, too few for a list of passwords.
const attempts = () => limiter.use({ requests: 10, duration: '15 mins' })

class WrongPassword extends Error {}

/**
 * Wherever a password is asked for, wrong ones are counted, by address and user together. `verify` answers null for a
 * wrong one; `limited` says that it was not even asked.
 */
export async function counted<T>(
  ip: string,
  email: string,
  verify: () => Promise<T | null>
): Promise<{ limited: boolean; value: T | null }> {
  try {
    const [limited, value] = await attempts().penalize(`sign-in:${ip}:${email}`, async () => {
      const found = await verify()
      if (found === null) throw new WrongPassword()
      return found
    })
    return { limited: limited !== null, value: value ?? null }
  } catch (error) {
    if (error instanceof WrongPassword) return { limited: false, value: null }
    throw error
  }
}
