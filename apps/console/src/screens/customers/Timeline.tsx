import { getCustomerTimelineRoute, type ReplyOf } from '@nuandeng/contract'
import { TIMELINE_GROUPS, type TimelineGroup } from '@nuandeng/domain'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Select, Spin } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Failure } from '../../shell/Failure.tsx'
import { formatList, formatMoment } from '../../shell/format.ts'
import { detailsOf, useEventWords } from '../audit/event-words.ts'
import { useFieldName } from './words.ts'

type Entry = ReplyOf<typeof getCustomerTimelineRoute>['items'][number]

/** A field record stands under its own kind, everything else under where it comes from. */
const groupOf = ({ source, kind }: Entry) => (source === 'field-record' ? kind : source)

/** Everything that happened to a customer (大事记), newest first. */
export function Timeline({ customerId }: { customerId: string }) {
  const { t } = useTranslation()
  const [group, setGroup] = useState<TimelineGroup>()
  const pages = useInfiniteQuery({
    queryKey: ['customer', customerId, 'timeline', group],
    queryFn: ({ pageParam }: { pageParam: string | undefined }) =>
      call(getCustomerTimelineRoute, { customerId, group, cursor: pageParam, limit: 50 }),
    initialPageParam: undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  })
  const entries = pages.data?.pages.flatMap(({ items }) => items) ?? []
  const nameOf = (name: string) =>
    t(`timeline.${name}`, { defaultValue: t(`kind.${name}`, { defaultValue: name }) })
  return (
    <section className="card">
      <div className="row apart">
        <h2>{t('timeline.title')}</h2>
        <Select
          aria-label={t('timeline.filter')}
          value={group ?? null}
          placeholder={t('timeline.all')}
          allowClear
          style={{ minWidth: 140 }}
          options={TIMELINE_GROUPS.map((value) => ({ value, label: nameOf(value) }))}
          onChange={(next) => setGroup(next ?? undefined)}
        />
      </div>
      {pages.error && <Failure error={pages.error} />}
      {pages.isPending && <Spin aria-label={t('app.loading')} />}
      {pages.data && entries.length === 0 && <p className="soft">{t('timeline.none')}</p>}
      <ol className="timeline">
        {entries.map((entry) => (
          <li key={entry.id}>
            <strong>{nameOf(groupOf(entry))}</strong>{' '}
            <time dateTime={entry.at} className="soft small">
              {formatMoment(entry.at)}
            </time>
            <EntryWords entry={entry} />
          </li>
        ))}
      </ol>
      {pages.hasNextPage && (
        <Button loading={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
          {t('timeline.earlier')}
        </Button>
      )}
    </section>
  )
}

function EntryWords({ entry }: { entry: Entry }) {
  const { t } = useTranslation()
  const wordsOf = useEventWords()
  const nameOf = useFieldName()
  const details = detailsOf(entry.details)
  if (entry.source === 'event') {
    const { fields } = details
    const named = Array.isArray(fields)
      ? { ...details, fields: formatList(fields.map(nameOf)) }
      : details
    return (
      <div>
        {wordsOf(entry.kind, named)}
        <span className="soft"> · {entry.who ?? t('audit.nobody')}</span>
      </div>
    )
  }
  if (entry.source === 'request') return <RequestWords entry={entry} />
  if (entry.source === 'opinion') {
    return (
      <div>
        {[details.topic, entry.text].filter(Boolean).join(' · ')}
        <span className="soft"> · {t('timeline.byList', { source: entry.who })}</span>
      </div>
    )
  }
  const isRecord = entry.source === 'field-record'
  return (
    <div className={details.corrected === true ? 'soft' : ''}>
      {[entry.text, details.remark, entry.who].filter(Boolean).join(' · ')}
      {details.corrected === true && ` · ${t('records.corrected')}`}
      {isRecord && (
        <>
          {' '}
          <Link
            to="/records"
            search={{ campaignId: String(details.campaignId), recordId: entry.id }}
          >
            {t('timeline.seeRecord')}
          </Link>
        </>
      )}
    </div>
  )
}

function RequestWords({ entry: { id, kind, text, details } }: { entry: Entry }) {
  const { t } = useTranslation()
  const { state } = detailsOf(details)
  return (
    <div>
      {[t(`requestKind.${kind}`), text, t(`requestState.${state}`)].join(' · ')}{' '}
      <Link to="/requests/$requestId" params={{ requestId: id }}>
        {t('timeline.seeRequest')}
      </Link>
    </div>
  )
}
