import { getRequestRoute, type ReplyOf } from '@nuandeng/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
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
  const { requestId } = getRouteApi('/shell/requests/$requestId').useParams()
  const { data: file, error } = useQuery({
    queryKey: ['requests', requestId],
    queryFn: () => call(getRequestRoute, { requestId }),
    select: inOrderOfDue,
    refetchInterval: AGAIN_MS,
  })
  return (
    <>
      <nav aria-label={t('nav.requests')} className="row soft crumbs">
        <Link to="/requests">{t('nav.requests')}</Link> ›
      </nav>
      {error && <Failure error={error} />}
      {!file && !error && <Spin aria-label={t('app.loading')} />}
      {file && <File file={file} />}
    </>
  )
}

function File({ file }: { file: RequestFile }) {
  const { t } = useTranslation()
  const { kindTitle } = useTitles()
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
      <Limits file={file} />
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

/** The promises that bind, and the floor beside them, each under the name of its text. */
function Limits({ file }: { file: RequestFile }) {
  const { t } = useTranslation()
  const { nameOf } = useTitles()
  return (
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
  )
}

/** The clock that is due first stands first; one that stands still, last. */
function inOrderOfDue(file: RequestFile): RequestFile {
  const due = ({ round, dueAt }: RequestFile['clocks'][number]) => `${round} ${dueAt ?? '~'}`
  return { ...file, clocks: file.clocks.toSorted((a, b) => due(a).localeCompare(due(b))) }
}
