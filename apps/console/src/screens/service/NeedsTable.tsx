import type { listNeedsRoute, ReplyOf } from '@nuandeng/contract'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { formatDay } from '../../shell/format.ts'
import { Scroll } from '../../shell/Scroll.tsx'

type Need = ReplyOf<typeof listNeedsRoute>['items'][number]

/** Needs with their owners and what comes next. */
export function NeedsTable({ needs, none }: { needs: readonly Need[]; none: string }) {
  const { t } = useTranslation()
  if (needs.length === 0) return <p className="card soft">{none}</p>
  return (
    <Scroll label={t('need.title')} className="card">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('need.topic')}</th>
            <th scope="col">{t('need.customer')}</th>
            <th scope="col">{t('need.text')}</th>
            <th scope="col">{t('need.owner')}</th>
            <th scope="col">{t('need.next')}</th>
          </tr>
        </thead>
        <tbody>
          {needs.map((need) => (
            <tr key={need.needId}>
              <th scope="row">
                <Link to="/needs/$needId" params={{ needId: need.needId }}>
                  {t(`needTopic.${need.topic}`)}
                </Link>
                <div className="soft small">{t(`needSource.${need.source}`)}</div>
              </th>
              <td className="whole">
                {need.customer.name}
                <div className="soft small">{need.customer.accountNo}</div>
              </td>
              <td className="words">{need.text}</td>
              <td className="whole">
                <NeedOwner need={need} />
              </td>
              <td className="words">
                <NextStep need={need} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

/** Who owns a need: a person, or the unit where there is none. */
export function NeedOwner({ need: { owner } }: { need: Pick<Need, 'owner'> }) {
  const { t } = useTranslation()
  return (
    <>
      {owner.person?.name ?? owner.unit.name}
      {owner.hasLeft && <div className="bad small">{t('need.ownerLeft')}</div>}
    </>
  )
}

/** What comes next and when, or with what it was closed. */
export function NextStep({
  need,
}: {
  need: Pick<Need, 'state' | 'result' | 'resultText' | 'nextStep' | 'nextStepOn' | 'isOverdue'>
}) {
  const { t } = useTranslation()
  if (need.state === 'closed') {
    return (
      <>
        <span className="good">{need.result && t(`needResult.${need.result}`)}</span>
        <div className="soft small">{need.resultText}</div>
      </>
    )
  }
  return (
    <>
      {need.nextStep}
      {need.nextStepOn && (
        <div className={need.isOverdue ? 'bad small' : 'soft small'}>
          {formatDay(need.nextStepOn)}
          {need.isOverdue && ` · ${t('need.overdue')}`}
        </div>
      )}
    </>
  )
}
