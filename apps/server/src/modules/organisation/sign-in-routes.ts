import {
  changePasswordRoute,
  confirmTotpRoute,
  finishOidcRoute,
  getMeRoute,
  listMySessionsRoute,
  listSessionsRoute,
  removeTotpRoute,
  revokeMySessionRoute,
  revokeSessionRoute,
  signInOptionsRoute,
  signInRoute,
  signOutRoute,
  startOidcRoute,
  startTotpRoute,
} from '@nuandeng/contract'
import { type Deps, serve, serveCall } from '../../platform/http.ts'
import { changePassword, prepareChange } from './change-password.ts'
import { getMe, houseOf } from './me.ts'
import { comeFromProvider, goToProvider } from './oidc-sign-in.ts'
import { clearSessionCookie, setSessionCookie } from './session.ts'
import { listMySessions, listSessions, revokeMySession, revokeSession } from './sessions.ts'
import { confirmTotp, prepareTotp, removeTotp, startTotp } from './set-up-totp.ts'
import { prepareSignIn, signIn } from './sign-in.ts'
import { prepareOptions, signInOptions } from './sign-in-options.ts'
import { signOut } from './sign-out.ts'

const prepareHouse = ({ deps }: { deps: Deps }) => houseOf(deps)

/** Logging in and out, and what one does about one's own log-in and sessions. */
export const signInRoutes = [
  serve(signInOptionsRoute, signInOptions, { scope: 'system', prepare: prepareOptions }),
  serve(signInRoute, signIn, {
    scope: 'system',
    prepare: prepareSignIn,
    afterCommit: setSessionCookie,
  }),
  serveCall(startOidcRoute, goToProvider),
  serveCall(finishOidcRoute, comeFromProvider),
  serve(getMeRoute, getMe, { prepare: prepareHouse, isOpenBeforePasswordChange: true }),
  serve(signOutRoute, signOut, {
    isOpenBeforePasswordChange: true,
    afterCommit: clearSessionCookie,
  }),
  serve(changePasswordRoute, changePassword, {
    scope: 'system',
    prepare: prepareChange,
    isOpenBeforePasswordChange: true,
  }),
  serve(startTotpRoute, startTotp, { scope: 'system', prepare: prepareTotp }),
  serve(confirmTotpRoute, confirmTotp, { scope: 'system' }),
  serve(removeTotpRoute, removeTotp, { scope: 'system', prepare: prepareTotp }),
  serve(listMySessionsRoute, listMySessions, { prepare: prepareHouse }),
  serve(revokeMySessionRoute, revokeMySession),
  serve(listSessionsRoute, listSessions, { prepare: prepareHouse }),
  serve(revokeSessionRoute, revokeSession),
]
