import type { RunState } from '@nuandeng/domain'
import { useTranslation } from 'react-i18next'

const TONES: Record<RunState, string> = {
  waiting: 'soft',
  importing: 'under-way',
  stopped: 'soft',
  done: 'good',
  failed: 'bad',
}

/** The state of a run, with how far it got. */
export function RunMark({ run }: { run: { state: RunState; fraction: number } }) {
  const { t } = useTranslation()
  const { state, fraction } = run
  return (
    <span className={`mark nowrap ${TONES[state]}`}>
      {t(`runState.${state}`)}
      {state === 'importing' && ` ${Math.floor(fraction * 100)} %`}
    </span>
  )
}
