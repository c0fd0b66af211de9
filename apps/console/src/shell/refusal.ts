import { type Permission, ROLE_PERMISSIONS, ROLES } from '@nuandeng/domain'
import { useTranslation } from 'react-i18next'
import { may, mayAt, useMe } from '../api/session.ts'
import { formatList } from './format.ts'

/** Why one may not do something, known before it is tried; undefined when one may. */
export function useRefusal() {
  const { t } = useTranslation()
  const me = useMe()
  return (permission: Permission, path?: string): string | undefined => {
    if (path === undefined ? may(me, permission) : mayAt(me, permission, path)) return undefined
    if (may(me, permission)) return t('refusal.outOfReach')
    const roles = ROLES.filter((role) => ROLE_PERMISSIONS[role].includes(permission))
    return t('refusal.needsRole', {
      roles: formatList(
        roles.map((role) => t(`role.${role}`)),
        'disjunction',
      ),
    })
  }
}
