import type { Fault, ProblemReply } from '@nuandeng/contract'

/** A refusal: thrown by use cases, rendered by the server as RFC 9457, translated by the screens. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly errors: Fault[] | undefined
  /** The refusal is itself a fact (a failed log-in): what was written before it is committed. */
  keepsWrites = false

  constructor(status: number, code: string, title: string, detail?: string, errors?: Fault[]) {
    super(detail ?? title)
    this.status = status
    this.code = code
    this.title = title
    this.errors = errors
  }

  keepingWrites(): this {
    this.keepsWrites = true
    return this
  }

  toReply(): ProblemReply {
    return {
      type: `urn:nuandeng:problem:${this.code}`,
      title: this.title,
      status: this.status,
      code: this.code,
      ...(this.message === this.title ? {} : { detail: this.message }),
      ...(this.errors ? { errors: this.errors } : {}),
    }
  }
}

/** Every refusal there is. A module adds its own here, so that the codes stay one list. */
export const problems = {
  invalidInput: (errors: Fault[]) =>
    new Problem(400, 'invalid-input', 'The input has faults', summaryOf(errors), errors),
  notText: (reason: string) =>
    new Problem(400, 'not-json', 'The body is not JSON in UTF-8', reason, [
      { field: 'body', code: 'not-json', reason },
    ]),
  tooLarge: (limitBytes: number) =>
    new Problem(413, 'too-large', 'The body is too large', `At most ${limitBytes} bytes`, [
      { field: 'body', code: 'too-large', reason: `at most ${limitBytes} bytes` },
    ]),
  wrongMediaType: (wanted = 'application/json') =>
    new Problem(415, 'wrong-media-type', `Send ${wanted}`, undefined, [
      { field: 'content-type', code: 'wrong-media-type', reason: `send ${wanted}` },
    ]),
  internal: () => new Problem(500, 'internal', 'The server failed; nothing was written'),
  noSuchOperation: () => new Problem(404, 'no-such-operation', 'There is no such operation'),
  notSignedIn: () => new Problem(401, 'not-signed-in', 'Log in first'),
  signInFailed: () => new Problem(401, 'sign-in-failed', 'Name, password or code is wrong'),
  totpNeeded: () => new Problem(401, 'totp-needed', 'The second factor is needed'),
  oidcNotStarted: () =>
    new Problem(400, 'oidc-not-started', 'This log-in was not begun here, or too long ago'),
  oidcRefused: () => new Problem(401, 'oidc-refused', 'The identity provider did not confirm'),
  oidcUnavailable: () =>
    new Problem(503, 'oidc-unavailable', 'The identity provider cannot be reached'),
  oidcNotLinked: () =>
    new Problem(
      403,
      'oidc-not-linked',
      'Nobody here is known by this identity; ask an administrator',
    ),
  /** Not 401: whoever is logged in stays so. */
  passwordWrong: () => new Problem(403, 'password-wrong', 'The password is wrong'),
  totpWrong: () => new Problem(403, 'totp-wrong', 'The code is wrong or was used before'),
  accountLocked: (untilMinutes: number) =>
    new Problem(
      423,
      'account-locked',
      'The account is locked after failed log-ins',
      `For ${untilMinutes} minutes, or until a security administrator lifts it`,
    ),
  passwordMustChange: () =>
    new Problem(403, 'password-must-change', 'Change the first password before anything else'),
  forbidden: () => new Problem(403, 'forbidden', 'Your role does not allow this here'),
  wrongField: (field: string, code: string, reason: string) =>
    problems.invalidInput([{ field, code, reason }]),
  /** Who could set the password of somebody above could act as they. */
  rolesOutOfReach: () =>
    new Problem(403, 'roles-out-of-reach', 'This person holds roles outside of your reach'),
  ownAccount: () =>
    new Problem(403, 'own-account', 'Nobody does this to their own account; ask another one'),
  rolesSeparated: () =>
    new Problem(
      409,
      'roles-separated',
      'System, security and audit administration are held by different people',
    ),
  notFound: (noun: string, id: string) =>
    new Problem(404, 'not-found', `There is no such ${noun}`, `${noun} ${id}`),
  commandReused: () =>
    new Problem(
      409,
      'command-reused',
      'This Idempotency-Key was used for something else',
      undefined,
      [{ field: 'Idempotency-Key', code: 'command-reused', reason: 'used for another input' }],
    ),
  commandKeyMissing: () =>
    new Problem(400, 'command-key-missing', 'Send an Idempotency-Key', undefined, [
      { field: 'Idempotency-Key', code: 'missing', reason: 'a UUID made by the sender' },
    ]),
  campaignClosed: () =>
    new Problem(409, 'campaign-closed', 'The campaign has ended; its plans stand as they are'),
  planStands: (state: string) =>
    new Problem(409, 'plan-stands', 'The plan does not allow this now', `It is ${state}`),
  /** What the state of a request, its process or the rules of calling do not allow; the code says which. */
  requestRefused: (code: string, detail?: string) =>
    new Problem(409, code, 'The request does not allow this now', detail),
  conflict: (code: string, title: string, detail?: string) => new Problem(409, code, title, detail),
  uploadBroken: () =>
    new Problem(400, 'upload-broken', 'The connection broke before the file was whole'),
  /** The law wants an impact assessment before personal data is judged by a machine (个人信息保护法 55). */
  impactMissing: (ruleIds: readonly string[]) =>
    new Problem(
      409,
      'impact-missing',
      'A rule without an impact assessment in force does not run',
      ruleIds.join(', '),
      ruleIds.map((ruleId) => ({
        ...{ field: 'ruleIds', code: 'impact-missing' },
        reason: `${ruleId} has no impact assessment in force here`,
      })),
    ),
  /** A list is kept only for some days, and no longer than it is needed. */
  listErased: () => new Problem(409, 'list-erased', 'The list is no longer kept; send it again'),
  runStands: (state: string) =>
    new Problem(409, 'run-stands', 'The run does not allow this now', `It is ${state}`),
  /** A file of an import that cannot be read or is none of the wanted kind. */
  fileRefused: (code: string, reason: string) =>
    new Problem(400, code, 'The file is refused', reason, [{ field: 'file', code, reason }]),
  tooMany: (seconds: number) =>
    new Problem(429, 'too-many', 'Too many requests', `Try again in ${seconds} seconds`),
}

function summaryOf(errors: Fault[]): string {
  const [first] = errors
  return first ? `${first.field}: ${first.reason}` : 'no fault named'
}
