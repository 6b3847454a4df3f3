import { test } from '@japa/runner'

test.group('The page of an unknown address', () => {
  test('says so in words', async ({ visit }) => {
    const page = await visit('/nowhere')

    await page.getByText('There is nothing at this address').waitFor()
  })

  test('speaks the language of the browser', async ({ browser }) => {
    const context = await browser.newContext({ locale: 'it-IT' })
    const page = await context.newPage()
    await page.goto(`${process.env.APP_URL}/sign-in`)

    await page.locator('html[lang=it]').waitFor()
    await context.close()
  })
})
