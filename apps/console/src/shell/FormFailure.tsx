import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import { CallFailed } from '../api/call.ts'
import { Failure } from './Failure.tsx'

/** Why a form was not taken: the faults stand at their fields, and here those that have none. */
export function FormFailure({
  error,
  elsewhere,
}: {
  error: Error | null
  elsewhere: readonly string[]
}) {
  const { t } = useTranslation()
  if (!error) return null
  const isMarked = error instanceof CallFailed && (error.problem?.errors?.length ?? 0) > 0
  if (!isMarked) return <Failure error={error} />
  return (
    <Alert
      type="error"
      showIcon
      className="gap"
      title={elsewhere.length > 0 ? t('plan.faultsElsewhere') : t('plan.fixMarked')}
      {...(elsewhere.length > 0 ? { description: elsewhere.join('；') } : {})}
    />
  )
}
