import type { Context, ConversionReport, ConversionResult } from '#sdk/index'
import { call } from './client.ts'

/** The pretend Meta takes what the real one would, and says why where it does not. */
export async function report(
  context: Context,
  batch: ConversionReport[],
  options: { testCode?: string } = {}
): Promise<ConversionResult[]> {
  const { results } = await call<{ results: ConversionResult[] }>(context, '/v1/conversions', {
    json: { events: batch, test_code: options.testCode ?? null },
    retry: true,
  })
  return results
}
