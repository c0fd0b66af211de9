import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { mayAt, useMe } from '../../api/session.ts'
import { Actions } from '../../shell/Actions.tsx'
import { formatDay } from '../../shell/format.ts'
import { useRefusal } from '../../shell/refusal.ts'
import { Scroll } from '../../shell/Scroll.tsx'
import type { Calendar } from './CalendarScreen.tsx'
import { DeclareClosure, LiftClosure } from './calendar-forms.tsx'

type Closure = Calendar['closures'][number]

/** Days on which a unit is closed (停业), and what the deadlines made of them. */
export function Closures({ calendar: { closures } }: { calendar: Calendar }) {
  const { t } = useTranslation()
  const [isDeclaring, setDeclaring] = useState(false)
  const [lifting, setLifting] = useState<Closure>()
  const reason = useRefusal()('calendar.edit')
  return (
    <section className="card" aria-labelledby="calendar-closures">
      <h2 id="calendar-closures">{t('calendar.closures')}</h2>
      <p className="soft">{t('calendar.closuresNote')}</p>
      <Actions
        actions={[{ label: t('calendar.declare'), reason, onClick: () => setDeclaring(true) }]}
      />
      {closures.length === 0 && <p className="soft">{t('calendar.noClosures')}</p>}
      {closures.length > 0 && (
        <Scroll label={`${t('calendar.closures')} · ${t('day.table')}`}>
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">{t('request.unit')}</th>
                <th scope="col">{t('calendar.days')}</th>
                <th scope="col">{t('calendar.reason')}</th>
                <th scope="col">{t('calendar.effect')}</th>
                <th scope="col" className="wide-only">
                  {t('calendar.by')}
                </th>
              </tr>
            </thead>
            <tbody>
              {closures.map((closure) => (
                <Row key={closure.closureId} closure={closure} onLift={() => setLifting(closure)} />
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {isDeclaring && <DeclareClosure onClose={() => setDeclaring(false)} />}
      {lifting && <LiftClosure closure={lifting} onClose={() => setLifting(undefined)} />}
    </section>
  )
}

function Row({ closure, onLift }: { closure: Closure; onLift: () => void }) {
  const { t } = useTranslation()
  const me = useMe()
  const { firstOn, lastOn, isLifted, isApplied, movedClocks, unitName, unitPath } = closure
  const days =
    firstOn === lastOn ? formatDay(firstOn) : `${formatDay(firstOn)} – ${formatDay(lastOn)}`
  return (
    <tr>
      <th scope="row" className="wrap">
        {unitName}
      </th>
      <td>
        {days}
        {isLifted && <div className="mark soft">{t('calendar.lifted')}</div>}
        {!isLifted && mayAt(me, 'calendar.edit', unitPath) && (
          <div>
            <Button
              size="small"
              onClick={onLift}
              aria-label={t('calendar.liftOf', { unit: unitName, day: days })}
            >
              {t('calendar.lift')}
            </Button>
          </div>
        )}
      </td>
      <td className="words">{closure.reason}</td>
      <td>
        <span className={`mark ${isApplied ? 'good' : 'soon'}`}>
          {isApplied ? t('calendar.applied', { number: movedClocks }) : t('calendar.applying')}
        </span>
      </td>
      <td className="wide-only">{closure.by}</td>
    </tr>
  )
}
