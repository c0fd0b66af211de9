import type { ReplyOf, signInOptionsRoute } from '@nuandeng/contract'
import type { Context } from '../../platform/context.ts'
import type { Deps } from '../../platform/http.ts'

type Options = ReplyOf<typeof signInOptionsRoute>

export function prepareOptions({ deps }: { deps: Deps }): Options {
  const { settings, isDemo, demoAccounts } = deps
  const startUrl = '/api/session/oidc'
  return {
    oidc: settings.oidc ? { label: settings.oidc.label, startUrl } : null,
    isDemo,
    demoAccounts: [...demoAccounts],
  }
}

/** How one can log in here. */
export async function signInOptions(_ctx: Context, _input: unknown, options: Options) {
  return options
}
