import vine from '@vinejs/vine'

export const settings = vine.create({
  shopName: vine.string().trim().maxLength(60).optional().meta({
    'title': 'Name of the pretend shop',
    'description': 'What the phone shows at the top of the chat.',
    'x-placeholder': 'Bottega Lucente',
  }),
})
