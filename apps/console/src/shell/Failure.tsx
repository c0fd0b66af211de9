import type { Fault } from '@nuandeng/contract'
import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import { CallFailed } from '../api/call.ts'

/** Why something did not work, in the reader's language where we have the words. */
export function useReason() {
  const { t, i18n } = useTranslation()
  return (error: unknown): string => {
    if (!(error instanceof CallFailed)) return t('problem.unknown', { title: String(error) })
    const key = `problem.${error.code}`
    if (!i18n.exists(key)) return t('problem.unknown', { title: error.message })
    return t(key, { detail: error.message })
  }
}

/** What is wrong with one field. */
export function useFaultReason() {
  const { t, i18n } = useTranslation()
  return ({ code, reason }: Fault): string =>
    i18n.exists(`fault.${code}`) ? t(`fault.${code}`, { reason }) : reason
}

export function Failure({ error }: { error: unknown }) {
  const reason = useReason()
  return <Alert type="error" showIcon title={reason(error)} style={{ margin: '12px 0' }} />
}
