import type { SalesforceClient } from './client.ts'

export interface Activity {
  title: string
  text: string
  /** Epoch milliseconds. */
  at: number
}

/** A completed task on the person's timeline. Tasks have no key of ours, so nothing finds one again. */
export const logActivity = (
  client: SalesforceClient,
  personId: string,
  { title, text, at }: Activity
): Promise<string> =>
  client.create('Task', {
    WhoId: personId,
    Subject: title.slice(0, 255),
    Description: text.slice(0, 32_000),
    Status: 'Completed',
    TaskSubtype: 'Task',
    ActivityDate: new Date(at).toISOString().slice(0, 10),
  })
