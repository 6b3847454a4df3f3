import { createPublicKey, createVerify, generateKeyPairSync } from 'node:crypto'
import { test } from '@japa/runner'
import { AuthenticationExpired, isConnectorError, jwtBearer, scopesMissing, Temporary, withToken } from '#sdk/index'
import { testContext } from '#sdk/testing/index'

const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
const claims = { issuer: 'app', subject: 'user', audience: 'https://login.example', now: 1_795_168_800_000 }

test.group('Assertions', () => {
  test('are signed, and good for three minutes', ({ assert }) => {
    const { assertion } = jwtBearer({ ...claims, privateKey })
    const [head, body, signature] = assertion.split('.')
    const verifier = createVerify('RSA-SHA256').update(`${head}.${body}`)
    assert.isTrue(verifier.verify(createPublicKey(publicKey), signature, 'base64url'))
    const said = JSON.parse(Buffer.from(body, 'base64url').toString()) as object
    assert.deepEqual(said, { iss: 'app', sub: 'user', aud: 'https://login.example', exp: 1_795_168_980 })
  })

  test('take a key that lost its line breaks in a form', ({ assert }) => {
    const flat = privateKey.trim().replaceAll('\n', ' ')
    assert.equal(jwtBearer({ ...claims, privateKey: flat }).assertion, jwtBearer({ ...claims, privateKey }).assertion)
  })

  test('name the field of a key that is none, and do not quote it', ({ assert }) => {
    try {
      jwtBearer({ ...claims, privateKey: 'canary-that-is-no-key' })
      assert.fail('should throw')
    } catch (error) {
      assert.isTrue(isConnectorError(error) && 'field' in error && error.field === 'privateKey')
      assert.notInclude(String(error), 'canary')
    }
  })
})

test.group('A call with a token', () => {
  const context = (renewToken?: (refused: string) => Promise<string | null>) =>
    testContext({ credentials: { accessToken: 'old' }, renewToken })
  const refusing = (tokens: string[]) => async (token: string) => {
    if (tokens.includes(token)) throw new AuthenticationExpired('refused')
    return token
  }

  test('that is refused is made once more, with a new one', async ({ assert }) => {
    assert.equal(
      await withToken(
        context(async () => 'new'),
        refusing(['old'])
      ),
      'new'
    )
    await assert.rejects(
      () =>
        withToken(
          context(async () => 'new'),
          refusing(['old', 'new'])
        ),
      /refused/
    )
  })

  test('is not repeated where nothing renews it, or for anything else', async ({ assert }) => {
    await assert.rejects(() => withToken(context(), refusing(['old'])), /refused/)
    let calls = 0
    const ill = async () => {
      calls++
      throw new Temporary('ill')
    }
    await assert.rejects(
      () =>
        withToken(
          context(async () => 'new'),
          ill
        ),
      /ill/
    )
    assert.equal(calls, 1)
  })
})

test.group('Scopes', () => {
  test('are missing only where the vendor said what it granted', ({ assert }) => {
    assert.deepEqual(scopesMissing('api  id', ['api', 'refresh_token']), ['refresh_token'])
    assert.deepEqual(scopesMissing('a,b', ['a', 'b']), [])
    assert.deepEqual(scopesMissing(undefined, ['api']), [])
  })
})
