import type { listEventsRoute, ReplyOf } from '@nuandeng/contract'
import { Button } from 'antd'
import { Fragment, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatMoment, formatNumber } from '../../shell/format.ts'
import { detailsOf, plain, useEventWords } from './event-words.ts'
import type { AuditSearch } from './routes.tsx'
import type { Chain } from './use-chains.ts'

type EventRow = ReplyOf<typeof listEventsRoute>['items'][number]

interface EventTableProps {
  events: readonly EventRow[]
  chains: readonly Chain[]
  onPick: (change: AuditSearch) => void
}

/** Events in words, newest first; a row opens to everything that was recorded. */
export function EventTable({ events, chains, onPick }: EventTableProps) {
  const { t } = useTranslation()
  const [openId, setOpenId] = useState<string>()
  if (events.length === 0) return <p className="card soft">{t('audit.none')}</p>
  return (
    <section className="card scroll" aria-label={t('audit.title')}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('audit.at')}</th>
            <th scope="col">{t('audit.actor')}</th>
            <th scope="col">{t('audit.what')}</th>
            <th scope="col" className="wide-only">
              {t('audit.city')}
            </th>
            <th scope="col" className="wide-only">
              {t('audit.sealed')}
            </th>
            <th scope="col">{t('audit.details')}</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => {
            const isOpen = openId === event.eventId
            return (
              <Fragment key={event.eventId}>
                <Row
                  event={event}
                  cityName={cityOf(event, chains)}
                  isOpen={isOpen}
                  onToggle={() => setOpenId(isOpen ? undefined : event.eventId)}
                  onPick={onPick}
                />
                {isOpen && (
                  <tr>
                    <td colSpan={6} className="opened">
                      <Details event={event} cityName={cityOf(event, chains)} onPick={onPick} />
                    </td>
                  </tr>
                )}
              </Fragment>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

function cityOf({ cityCode }: EventRow, chains: readonly Chain[]): string {
  return chains.find((chain) => chain.cityCode === cityCode)?.cityName ?? cityCode
}

function Row({
  event,
  cityName,
  isOpen,
  onToggle,
  onPick,
}: {
  event: EventRow
  cityName: string
  isOpen: boolean
  onToggle: () => void
  onPick: (change: AuditSearch) => void
}) {
  const { t } = useTranslation()
  const wordsOf = useEventWords()
  const { actorId, actorName, kind, details, blockNo, recordedAt } = event
  const words = wordsOf(kind, details)
  return (
    <tr>
      <td className="nowrap">{formatMoment(recordedAt)}</td>
      <td>
        {actorId && actorName ? (
          <Button
            type="link"
            className="inline"
            onClick={() => onPick({ actorId })}
            aria-label={t('audit.pickActor', { name: actorName })}
          >
            {actorName}
          </Button>
        ) : (
          <span className="soft">{actorName || t('audit.nobody')}</span>
        )}
      </td>
      <td className="words">{words}</td>
      <td className="wide-only">{cityName}</td>
      <td className="wide-only">
        {blockNo === null ? (
          <span className="soft">{t('audit.inTail')}</span>
        ) : (
          t('audit.block', { number: formatNumber(blockNo) })
        )}
      </td>
      <td>
        <Button
          size="small"
          aria-expanded={isOpen}
          onClick={onToggle}
          aria-label={`${t(isOpen ? 'audit.fold' : 'audit.unfold')} ${words} ${formatMoment(recordedAt)}`}
        >
          {t(isOpen ? 'audit.fold' : 'audit.unfold')}
        </Button>
      </td>
    </tr>
  )
}

function Details({
  event,
  cityName,
  onPick,
}: {
  event: EventRow
  cityName: string
  onPick: (change: AuditSearch) => void
}) {
  const { t } = useTranslation()
  const { kind, subjectId, unitPath, eventId, blockNo } = event
  return (
    <>
      <dl className="pairs">
        <dt>{t('audit.kind')}</dt>
        <dd>
          <code>{kind}</code>
        </dd>
        <dt>{t('audit.subject')}</dt>
        <dd>
          <code>{subjectId}</code>
        </dd>
        <dt>{t('audit.place')}</dt>
        <dd>
          {cityName} <code>{unitPath}</code>
        </dd>
        <dt>{t('audit.sealed')}</dt>
        <dd>{blockNo === null ? t('audit.inTail') : t('audit.block', { number: blockNo })}</dd>
        {Object.entries(detailsOf(event.details)).map(([name, value]) => (
          <Fragment key={name}>
            <dt>{t(`eventDetail.${name}`, { defaultValue: name })}</dt>
            <dd>{plain(value)}</dd>
          </Fragment>
        ))}
        <dt>{t('audit.eventId')}</dt>
        <dd>
          <code>{eventId}</code>
        </dd>
      </dl>
      <div className="row" style={{ marginTop: 8 }}>
        <Button size="small" onClick={() => onPick({ subjectId })}>
          {t('audit.pickSubject')}
        </Button>
        <Button size="small" onClick={() => onPick({ kind })}>
          {t('audit.pickKind')}
        </Button>
      </div>
    </>
  )
}
