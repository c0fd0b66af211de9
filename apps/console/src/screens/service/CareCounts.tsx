import { countCareRoute } from '@nuandeng/contract'
import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Failure } from '../../shell/Failure.tsx'
import { formatNumber } from '../../shell/format.ts'

/** How many customers of a unit have each kind of flag; counted on request, since each count is audited. */
export function CareCounts({ unitId }: { unitId: string }) {
  const { t } = useTranslation()
  const count = useMutation({ mutationFn: () => call(countCareRoute, { unitId }) })
  return (
    <section className="card" aria-live="polite">
      <div className="row apart">
        <h2>{t('care.counts')}</h2>
        <Button loading={count.isPending} onClick={() => count.mutate()}>
          {t('care.count')}
        </Button>
      </div>
      {count.error && <Failure error={count.error} />}
      {count.data ? (
        <dl className="facts summary">
          {count.data.items.map(({ kind, customers }) => (
            <div key={kind}>
              <dt>{t(`careKind.${kind}`)}</dt>
              <dd>{formatNumber(customers)}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <p className="soft">{t('care.countNote')}</p>
      )}
    </section>
  )
}
