import {
  createDisplayRoute,
  listDisplaysRoute,
  revokeDisplayRoute,
  signInDisplayRoute,
} from '@nuandeng/contract'
import { serve } from '../../platform/http.ts'
import {
  createDisplay,
  listDisplays,
  prepareDisplay,
  revokeDisplay,
  signInDisplay,
} from './displays.ts'
import { setDisplayCookie } from './session.ts'

/** Wall screens, and their log-in. */
export const displayRoutes = [
  serve(listDisplaysRoute, listDisplays),
  serve(createDisplayRoute, createDisplay),
  serve(revokeDisplayRoute, revokeDisplay),
  serve(signInDisplayRoute, signInDisplay, {
    scope: 'system',
    prepare: prepareDisplay,
    afterCommit: setDisplayCookie,
  }),
]
