import type { listRequestsRoute, ReplyOf } from '@nuandeng/contract'
import { Link } from '@tanstack/react-router'
import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { formatMoment } from '../../shell/format.ts'
import { Scroll } from '../../shell/Scroll.tsx'
import { spanTo, useTitles } from './words.ts'

export type RequestInList = ReplyOf<typeof listRequestsRoute>['items'][number]

/** Requests in a row each: what, whose, and which promise is due next. */
export function RequestTable({
  label,
  requests,
}: {
  label: string
  requests: readonly RequestInList[]
}) {
  const { t } = useTranslation()
  return (
    <Scroll label={label} className="card">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('request.number')}</th>
            <th scope="col">{t('request.due')}</th>
            <th scope="col" className="wide-only">
              {t('request.state')}
            </th>
            <th scope="col" className="wide-only">
              {t('request.content')}
            </th>
            <th scope="col" className="wide-only">
              {t('request.unit')}
            </th>
            <th scope="col" className="wide-only">
              {t('request.acceptedAt')}
            </th>
          </tr>
        </thead>
        <tbody>
          {requests.map((request) => (
            <RequestRow key={request.requestId} request={request} />
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

function RequestRow({ request }: { request: RequestInList }) {
  const { t } = useTranslation()
  const { kindTitle } = useTitles()
  const { requestId, contact, owner, accountNo } = request
  return (
    <tr>
      <th scope="row" className="wrap">
        <Link to="/requests/$requestId" params={{ requestId }} className="nowrap">
          {request.number}
        </Link>
        <div className="small">{kindTitle(request)}</div>
        <div className="small narrow-only">
          {request.content}
          <div className="soft">
            {[t(`requestState.${request.state}`), request.address].filter(Boolean).join(' · ')}
          </div>
          <Marks request={request} />
        </div>
      </th>
      <td>
        <NextClock request={request} />
      </td>
      <td className="whole wide-only">
        {t(`requestState.${request.state}`)}
        <div className="small soft">{owner?.name ?? t('request.noOwner')}</div>
        <Marks request={request} />
      </td>
      <td className="words wide-only">
        {request.content}
        <div className="small soft">
          {[accountNo, contact?.name, contact?.phone, request.address].filter(Boolean).join(' · ')}
        </div>
      </td>
      <td className="wide-only">{request.unit.name}</td>
      <td className="wide-only nowrap">{formatMoment(request.acceptedAt)}</td>
    </tr>
  )
}

/** The promise that is due next, and how long there is. */
function NextClock({ request }: { request: Pick<RequestInList, 'nextClock' | 'brokenClocks'> }) {
  const { t } = useTranslation()
  const { limitOf } = useTitles()
  const { nextClock, brokenClocks } = request
  return (
    <>
      {nextClock ? (
        <>
          <Countdown dueAt={nextClock.dueAt} warnAt={nextClock.warnAt} />
          <div className="small">{limitOf(nextClock)}</div>
          <div className="small soft nowrap">
            {formatMoment(nextClock.dueAt)}
            {nextClock.isProvisional && ` · ${t('request.provisional')}`}
          </div>
        </>
      ) : (
        <span className="soft">{brokenClocks > 0 ? '' : t('request.noClock')}</span>
      )}
      {brokenClocks > 0 && (
        <div className="mark bad">{t('request.brokenClocks', { number: brokenClocks })}</div>
      )}
    </>
  )
}

/** How long until the deadline, marked from 80 % of the time on. */
export function Countdown({ dueAt, warnAt }: { dueAt: string; warnAt?: string }) {
  const { t } = useTranslation()
  const now = new Date()
  const { isOver, span } = spanTo(dueAt, now)
  const isSoon = warnAt !== undefined && new Date(warnAt) <= now
  const tone = isOver ? 'bad' : isSoon ? 'soon' : 'good'
  return (
    <span className={`mark ${tone} nowrap`}>
      {t(isOver ? 'request.over' : 'request.left', { span })}
    </span>
  )
}

/** What is particular about a request. */
export function Marks({ request }: { request: RequestInList }) {
  const { t } = useTranslation()
  const { chases, round } = request
  return (
    <span className="tags">
      {request.isPaused && <Tag className="flag">{t('request.paused')}</Tag>}
      {request.isAnonymous && <Tag>{t('request.anonymous')}</Tag>}
      {request.isConfidential && <Tag>{t('request.confidential')}</Tag>}
      {round > 1 && <Tag>{t('request.round', { round })}</Tag>}
      {chases > 0 && <Tag>{t('request.chases', { number: chases })}</Tag>}
      {request.flags.map((flag) => (
        <Tag key={flag}>{t(`requestFlag.${flag}`)}</Tag>
      ))}
    </span>
  )
}
