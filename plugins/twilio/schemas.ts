import vine from '@vinejs/vine'

export const credentials = vine.create({
  accountSid: vine
    .string()
    .trim()
    .regex(/^AC[0-9a-f]{32}$/i)
    .meta({
      'title': 'Account SID',
      'description': 'From the Twilio console’s first page. A subaccount has its own.',
      'x-placeholder': 'AC…',
    }),
  authToken: vine.string().trim().minLength(16).meta({
    'title': 'Auth token',
    'description': 'The primary one, beside the account SID: Twilio signs with it, and API keys cannot.',
    'x-secret': true,
  }),
})

export const settings = vine.create({
  messagingServiceSid: vine
    .string()
    .trim()
    .regex(/^MG[0-9a-f]{32}$/i)
    .optional()
    .requiredIfMissing('from')
    .meta({
      'title': 'Messaging service SID',
      'description': 'Twilio then chooses among the service’s senders. Leave empty to send from one number.',
      'x-placeholder': 'MG…',
    }),
  from: vine
    .string()
    .trim()
    .regex(/^(\+[1-9]\d{6,14}|\d{3,8}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})$/)
    .optional()
    .meta({
      title: 'Sender',
      description: 'A number of yours with its country code, a short code, or a name, which nobody can answer.',
      examples: ['+12025550199'],
    }),
  transliterate: vine.boolean().optional().meta({
    title: 'Write accents and typographic signs plainly',
    description: "One ’ or ç makes a text more than twice as long, and as dear. With this, ’ leaves as ' and ç as c.",
  }),
  answersKeywords: vine.boolean().optional().meta({
    title: 'Twilio does not answer STOP',
    description:
      'Only if its opt-out handling was switched off for this account. Staffetta then answers STOP and START itself.',
  }),
  perSecond: vine.number().withoutDecimals().range([1, 1000]).optional().meta({
    title: 'Parts per second',
    description:
      'Leave empty for 10. US numbers have 1, toll-free numbers 3, short codes 100. A long text has several.',
  }),
})
