import { column } from '@adonisjs/lucid/orm'
import { clock, DAY } from '#app/clock'
import { transaction } from '#app/database'
import { newId } from '#app/ids'
import { Member } from './member.ts'
import type { Role } from './member.ts'
import { hashToken, newSecretToken } from './secret_token.ts'
import { normalizeEmail, User } from './user.ts'
import type { Workspace } from './workspace.ts'
import { WorkspaceModel } from './workspace_model.ts'

const VALID_FOR = 7 * DAY

/** A link by which one person joins a workspace with a role; it works once, for seven days. */
export class Invitation extends WorkspaceModel {
  static table = 'invitations'

  @column()
  declare email: string

  @column()
  declare role: Role

  @column({ serializeAs: null })
  declare tokenHash: string

  @column()
  declare invitedBy: string

  @column()
  declare expiresAt: number

  @column()
  declare acceptedAt: number | null

  @column()
  declare revokedAt: number | null

  /** Creates the invitation and the text of its link, which is never shown again. */
  static async issue(workspace: Workspace, details: { email: string; role: Role; invitedBy: string }) {
    const { token, hash } = newSecretToken('inv')
    const invitation = new Invitation().fill({
      id: newId('invitation'),
      workspaceId: workspace.id,
      email: normalizeEmail(details.email),
      role: details.role,
      invitedBy: details.invitedBy,
      tokenHash: hash,
      expiresAt: clock.now() + VALID_FOR,
      acceptedAt: null,
      revokedAt: null,
    })
    await invitation.touch().save()
    return { invitation, token }
  }

  /** The invitation this link opens, whether or not it still works; null for no such link. */
  static byToken(token: string): Promise<Invitation | null> {
    return Invitation.query().where('token_hash', hashToken(token)).first()
  }

  get state(): 'open' | 'accepted' | 'revoked' | 'expired' {
    if (this.acceptedAt !== null) return 'accepted'
    if (this.revokedAt !== null) return 'revoked'
    return this.expiresAt <= clock.now() ? 'expired' : 'open'
  }

  /** Whether the invited address already belongs to a user, who then proves it with the password. */
  async hasAccount(): Promise<boolean> {
    return (await User.findBy('email', this.email)) !== null
  }

  /**
   * Makes the invited person a member. Somebody who has an account must prove it with its password; a new one
   * chooses a name and a password. One conditional update, so that two clicks at once join once.
   */
  async accept(details: { name: string; password: string; locale: string }): Promise<AcceptResult> {
    if (this.state !== 'open') return { ok: false, reason: `invitation_${this.state}` }
    const known = await User.findBy('email', this.email)
    if (known && !(await User.verify(this.email, details.password))) return { ok: false, reason: 'wrong_password' }
    const user =
      known ??
      (await new User()
        .fill({ email: this.email, name: details.name, locale: details.locale })
        .setPassword(details.password))

    return transaction(async (trx) => {
      const taken = await Invitation.query({ client: trx })
        .where('id', this.id)
        .whereNull('accepted_at')
        .whereNull('revoked_at')
        .update({ accepted_at: clock.now() })
      if (Number(taken[0]) !== 1) return { ok: false, reason: 'invitation_accepted' }

      if (!user.$isPersisted) await user.useTransaction(trx).touch().save()
      const member = await Member.query({ client: trx })
        .where({ workspace_id: this.workspaceId, user_id: user.id })
        .first()
      const membership = member ?? new Member().fill({ workspaceId: this.workspaceId, userId: user.id })
      membership.role = this.role
      await membership.useTransaction(trx).touch().save()
      return { ok: true, user }
    })
  }
}

export type AcceptResult =
  | { ok: true; user: User }
  | { ok: false; reason: 'invitation_accepted' | 'invitation_revoked' | 'invitation_expired' | 'wrong_password' }
