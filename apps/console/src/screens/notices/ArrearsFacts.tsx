import { daysBetween, type PlainDate } from '@nuandeng/domain'
import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { todayInChina } from '../../shell/format.ts'
import type { ArrearsCase } from './ArrearsScreen.tsx'
import { yuanOf } from './money.ts'

/** What keeps the account from being cut off; of a protected customer never why. */
export function ArrearsMarks({ found }: { found: ArrearsCase }) {
  const { t } = useTranslation()
  return (
    <span className="tags">
      {found.isImportant && <Tag className="flag">{t('arrears.important')}</Tag>}
      {found.guards.map((guard) => (
        <Tag key={guard} className="fine">
          {t(`arrearsGuard.${guard}`)}
        </Tag>
      ))}
    </span>
  )
}

export function Owed({ found }: { found: ArrearsCase }) {
  const { t } = useTranslation()
  const days = daysBetween(found.overdueSince as PlainDate, todayInChina() as PlainDate)
  const isOver = found.state === 'settled' || found.state === 'aborted'
  return (
    <>
      <span className="money">{t('arrears.yuan', { amount: yuanOf(found.amountFen) })}</span>
      {found.paidFen > 0 && (
        <div className="small soft money">
          {t('arrears.paid', { amount: yuanOf(found.paidFen) })}
        </div>
      )}
      {!isOver && <div className="small soft nowrap">{t('arrears.overdueFor', { days })}</div>}
    </>
  )
}
