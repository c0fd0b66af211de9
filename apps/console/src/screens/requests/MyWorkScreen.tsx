import { listMyWorkRoute } from '@nuandeng/contract'
import { useQuery } from '@tanstack/react-query'
import { Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Failure } from '../../shell/Failure.tsx'
import { RequestTable } from './RequestTable.tsx'
import './requests.css'

const AGAIN_MS = 30_000

/** My work (我的工单): what I own and is not done, the one due first on top. */
export function MyWorkScreen() {
  const { t } = useTranslation()
  const { data, error, isPending } = useQuery({
    queryKey: ['requests', 'mine'],
    queryFn: () => call(listMyWorkRoute, { limit: 200 }),
    refetchInterval: AGAIN_MS,
  })
  return (
    <>
      <h1>{t('request.myWork')}</h1>
      {error && <Failure error={error} />}
      {isPending && <Spin aria-label={t('app.loading')} />}
      {data?.items.length === 0 && <p className="card soft">{t('request.noWork')}</p>}
      {data && data.items.length > 0 && (
        <RequestTable label={t('request.myWork')} requests={data.items} />
      )}
    </>
  )
}
