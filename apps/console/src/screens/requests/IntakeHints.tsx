import { findDuplicateRequestsRoute, previewClocksRoute } from '@nuandeng/contract'
import { fitsKind } from '@nuandeng/domain'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Form, Tag } from 'antd'
import { useDeferredValue } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Failure } from '../../shell/Failure.tsx'
import { formatMoment } from '../../shell/format.ts'
import type { Intake } from './IntakeScreen.tsx'
import { useTitles } from './words.ts'

const ACCOUNT = /^[0-9A-Za-z-]{4,30}$/

function useIntake(): Partial<Intake> {
  const form = Form.useFormInstance<Intake>()
  return Form.useWatch((values: Intake) => values, form) ?? {}
}

/** Which clocks the acceptance will start and until when, as the server reckons them. */
export function ExpectedClocks() {
  const { t } = useTranslation()
  const { titleOf, nameOf, limitTitle } = useTitles()
  const { unitId, kind, subkind, area, accountNo } = useIntake()
  const account = useDeferredValue(accountNo && ACCOUNT.test(accountNo) ? accountNo : undefined)
  const isWhole = unitId !== undefined && kind !== undefined && fitsKind(kind, subkind ?? null)
  const { data, error } = useQuery({
    queryKey: ['requests', 'preview', unitId, kind, subkind, area, account],
    queryFn: () =>
      call(previewClocksRoute, {
        unitId: unitId ?? '',
        kind: kind ?? 'fault',
        ...(subkind ? { subkind } : {}),
        ...(area ? { area } : {}),
        ...(account ? { accountNo: account } : {}),
      }),
    enabled: isWhole,
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })
  return (
    <section className="card" aria-labelledby="expected-clocks">
      <h2 id="expected-clocks">{t('intake.clocks')}</h2>
      {error && <Failure error={error} />}
      {!isWhole && <p className="soft">{t('intake.clocksHint')}</p>}
      {isWhole && data && (
        <div aria-live="polite">
          {data.clocks.length === 0 && <p className="soft">{t('intake.noClocks')}</p>}
          <ul className="expected">
            {data.clocks.map((clock) => (
              <li key={clock.row}>
                <strong>{titleOf(clock)}</strong>
                <div>
                  {t('intake.until', { time: formatMoment(clock.dueAt) })}
                  <span className="soft">
                    {' '}
                    · {t(`statistic.${clock.statistic}`)} {limitTitle(clock)}
                  </span>
                </div>
                {clock.isAssumed && (
                  <Tag className="flag" title={t('request.assumedHelp')}>
                    {t('request.assumed')}
                  </Tag>
                )}
                {clock.isProvisional && (
                  <Tag className="flag" title={t('request.provisionalHelp')}>
                    {t('request.provisional')}
                  </Tag>
                )}
              </li>
            ))}
          </ul>
          <p className="soft small">
            {data.edition
              ? t('intake.bound', { name: nameOf(data.edition) })
              : t('request.noEdition')}
          </p>
        </div>
      )}
    </section>
  )
}

const PHONE = /^[0-9+*-]{7,20}$/

/** Requests of the same customer, shown before one more is made. */
export function PossibleDuplicates() {
  const { t } = useTranslation()
  const { kind, accountNo, contactPhone } = useDeferredValue(useIntake())
  const account = accountNo && ACCOUNT.test(accountNo) ? accountNo : undefined
  const phone = contactPhone && PHONE.test(contactPhone) ? contactPhone : undefined
  const isAsked = kind !== undefined && (account !== undefined || phone !== undefined)
  const { data, error } = useQuery({
    queryKey: ['requests', 'duplicates', kind, account, phone],
    queryFn: () =>
      call(findDuplicateRequestsRoute, { kind: kind ?? 'fault', accountNo: account, phone }),
    enabled: isAsked,
  })
  const isOpen = data?.items.some(({ state }) =>
    ['accepted', 'assigned', 'working'].includes(state),
  )
  return (
    <section className="card" aria-labelledby="possible-duplicates">
      <h2 id="possible-duplicates">{t('intake.duplicates')}</h2>
      {error && <Failure error={error} />}
      {!isAsked && <p className="soft">{t('intake.duplicatesHint')}</p>}
      {isAsked && data && (
        <div aria-live="polite">
          {data.items.length === 0 && <p className="good">{t('intake.noDuplicates')}</p>}
          {isOpen && <p className="bad">{t('intake.chaseInstead')}</p>}
          <ul className="expected">
            {data.items.map((request) => (
              <li key={request.requestId}>
                <Link
                  to="/requests/$requestId"
                  params={{ requestId: request.requestId }}
                  target="_blank"
                >
                  {request.number}
                </Link>{' '}
                {t(`requestState.${request.state}`)} · {request.owner?.name ?? t('request.noOwner')}
                <div>{request.content}</div>
                <div className="soft small">{formatMoment(request.acceptedAt)}</div>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  )
}
