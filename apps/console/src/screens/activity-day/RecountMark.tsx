import { useTranslation } from 'react-i18next'
import { formatClock } from '../../shell/format.ts'

/** Whether the newest recount from the single records gave the same figures (核对一致 12:04). */
export function RecountMark({
  recount,
}: {
  recount: { result: 'equal' | 'different' | 'pending'; recountedAt: string | null }
}) {
  const { t } = useTranslation()
  const time = recount.recountedAt ? formatClock(recount.recountedAt) : ''
  const look = { equal: 'good', different: 'bad', pending: 'soft' }[recount.result]
  const words = {
    equal: t('day.recountEqual', { time }),
    different: t('day.recountDifferent', { time }),
    pending: t('day.recountPending'),
  }[recount.result]
  return (
    <span className={`mark ${look}`} title={t('day.recountHelp')}>
      {words}
    </span>
  )
}
