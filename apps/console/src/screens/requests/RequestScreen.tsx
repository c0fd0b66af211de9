import { getRequestRoute, type ReplyOf } from '@nuandeng/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Spin, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Failure } from '../../shell/Failure.tsx'
import { ClockTable } from './ClockTable.tsx'
import { ClockTimelines } from './ClockTimelines.tsx'
import { FloorTable } from './FloorTable.tsx'
import { RequestActions } from './RequestActions.tsx'
import { RequestAround, RequestHistory } from './RequestAround.tsx'
import { RequestFacts } from './RequestFacts.tsx'
import { RequestSteps } from './RequestSteps.tsx'
import { Marks } from './RequestTable.tsx'
import './requests.css'
import { SupplyFile } from './SupplyFile.tsx'
import { useTitles } from './words.ts'

export type RequestFile = ReplyOf<typeof getRequestRoute>

const AGAIN_MS = 30_000

/** The file of a request (工单档案): what was asked, what happened, its promises, and what can be done. */
export function RequestScreen() {
  const { t } = useTranslation()
  const { kindTitle, nameOf } = useTitles()
  const { requestId } = getRouteApi('/shell/requests/$requestId').useParams()
  const { data: file, error } = useQuery({
    queryKey: ['requests', requestId],
    queryFn: () => call(getRequestRoute, { requestId }),
    select: inOrderOfDue,
    refetchInterval: AGAIN_MS,
  })
  if (error) return <Failure error={error} />
  if (!file) return <Spin aria-label={t('app.loading')} />
  return (
    <>
      <div className="row">
        <h1>
          {file.number} · {kindTitle(file)}
        </h1>
        <Tag className={file.state === 'done' || file.state === 'closed' ? 'fine' : 'flag'}>
          {t(`requestState.${file.state}`)}
        </Tag>
        <Marks request={file} />
      </div>
      <RequestActions file={file} />
      <section className="card" aria-labelledby="request-clocks">
        <h2 id="request-clocks">{t('request.clocks')}</h2>
        {file.editionTitle && <h3>{nameOf(file.editionTitle)}</h3>}
        {file.clocks.length === 0 ? (
          <p className="soft">{t('request.noClocks')}</p>
        ) : (
          <>
            <ClockTimelines file={file} />
            <ClockTable file={file} />
          </>
        )}
        {file.floor && file.floor.clocks.length > 0 && <FloorTable floor={file.floor} />}
      </section>
      {file.kind === 'new-supply' && <SupplyFile file={file} />}
      <div className="two even">
        <RequestFacts file={file} />
        <RequestSteps file={file} />
      </div>
      <div className="two even">
        <RequestAround file={file} />
        <RequestHistory file={file} />
      </div>
    </>
  )
}

/** The clock that is due first stands first; one that stands still, last. */
function inOrderOfDue(file: RequestFile): RequestFile {
  const due = ({ round, dueAt }: RequestFile['clocks'][number]) => `${round} ${dueAt ?? '~'}`
  return { ...file, clocks: file.clocks.toSorted((a, b) => due(a).localeCompare(due(b))) }
}
