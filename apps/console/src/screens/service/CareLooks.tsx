import { listCareLooksRoute } from '@nuandeng/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Failure } from '../../shell/Failure.tsx'
import { formatMoment } from '../../shell/format.ts'
import { detailsOf, useEventWords } from '../audit/event-words.ts'

/** Who looked at, changed or copied what the store holds about a customer (查看留痕), newest first. */
export function CareLooks({ customerId }: { customerId: string }) {
  const { t } = useTranslation()
  const wordsOf = useEventWords()
  const [isOpen, setOpen] = useState(false)
  const looks = useInfiniteQuery({
    queryKey: ['care-looks', customerId],
    queryFn: ({ pageParam }: { pageParam: string | undefined }) =>
      call(listCareLooksRoute, { customerId, cursor: pageParam, limit: 20 }),
    initialPageParam: undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    enabled: isOpen,
  })
  const items = looks.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section className="card" aria-live="polite">
      <h2>{t('care.looks')}</h2>
      <p className="soft">{t('care.looksNote')}</p>
      {looks.error && <Failure error={looks.error} />}
      {looks.data && items.length === 0 && <p>{t('care.noLooks')}</p>}
      {items.length > 0 && (
        <ol className="timeline">
          {items.map(({ eventId, at, by, kind, details }) => (
            <li key={eventId}>
              <strong>{by}</strong>{' '}
              <time dateTime={at} className="soft small">
                {formatMoment(at)}
              </time>
              <div>{wordsOf(kind, detailsOf(details))}</div>
            </li>
          ))}
        </ol>
      )}
      <div className="row">
        <Button
          loading={looks.isFetching}
          onClick={() => (isOpen ? looks.refetch() : setOpen(true))}
        >
          {t(isOpen ? 'care.looksAgain' : 'care.showLooks')}
        </Button>
        {looks.hasNextPage && (
          <Button loading={looks.isFetchingNextPage} onClick={() => looks.fetchNextPage()}>
            {t('timeline.earlier')}
          </Button>
        )}
      </div>
    </section>
  )
}
