import { processOf } from '@nuandeng/domain'
import { Button, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatMoment } from '../../shell/format.ts'
import { useRefusal } from '../../shell/refusal.ts'
import type { RequestFile } from './RequestScreen.tsx'
import { CorrectStep, TakeStep } from './step-dialogues.tsx'
import { useTitles } from './words.ts'

type Step = RequestFile['steps'][number]

/** The stages of the process in their order: what was done and when, and what comes next. */
export function RequestSteps({ file }: { file: RequestFile }) {
  const { t, i18n } = useTranslation()
  const { titleOf } = useTitles()
  const refusalOf = useRefusal()
  const [taking, setTaking] = useState<string>()
  const [correcting, setCorrecting] = useState<Step>()
  const mayWork = refusalOf('request.work', file.unit.path)
  const mayCorrect =
    refusalOf('request.supervise', file.unit.path) ??
    file.actions.find(({ action }) => action === 'correct')?.refusal
  const refusalIn = (step: string) =>
    file.nextSteps.find((candidate) => candidate.step === step)?.refusal
  return (
    <section className="card" aria-labelledby="request-steps">
      <h2 id="request-steps">{t('request.steps')}</h2>
      <ol className="stages">
        {processOf(file.kind, file.subkind).steps.map((stage) => {
          const taken = file.steps.filter(({ step }) => step === stage.step)
          const refusal = refusalIn(stage.step)
          const isOpen = !refusal && !mayWork
          return (
            <li key={stage.step} className={refusal === 'step-taken' ? 'taken' : ''}>
              <div className="row">
                <strong>{titleOf(stage)}</strong>
                <span className="small soft">{t(`stepSide.${stage.by}`)}</span>
                {isOpen && (
                  <Button
                    size="small"
                    type={stage.isOptional ? 'default' : 'primary'}
                    onClick={() => setTaking(stage.step)}
                    aria-label={`${t('requestAction.take-step')} ${titleOf(stage)}`}
                  >
                    {t('requestAction.take-step')}
                  </Button>
                )}
                {!isOpen && refusal && refusal !== 'step-taken' && refusal !== 'request-state' && (
                  <span className="why">
                    {i18n.exists(`problem.${refusal}`) ? t(`problem.${refusal}`) : refusal}
                  </span>
                )}
              </div>
              {taken.map((step) => (
                <StepTaken
                  key={step.stepId}
                  step={step}
                  onCorrect={
                    mayCorrect || step.replacedById || step.outcome === 'attempt'
                      ? undefined
                      : () => setCorrecting(step)
                  }
                />
              ))}
            </li>
          )
        })}
      </ol>
      {taking && <TakeStep file={file} step={taking} onClose={() => setTaking(undefined)} />}
      {correcting && (
        <CorrectStep file={file} step={correcting} onClose={() => setCorrecting(undefined)} />
      )}
    </section>
  )
}

function StepTaken({ step, onCorrect }: { step: Step; onCorrect: (() => void) | undefined }) {
  const { t } = useTranslation()
  const { at, by, note, outcome, replacedById, recordedAt, round } = step
  const isLate = new Date(recordedAt).getTime() - new Date(at).getTime() > 60_000
  return (
    <div className="small">
      {outcome === 'attempt' && <Tag>{t('request.attemptOf')}</Tag>}
      {replacedById && <Tag className="flag">{t('request.replaced')}</Tag>}
      {round > 1 && <Tag>{t('request.round', { round })}</Tag>}
      {replacedById ? <s>{formatMoment(at)}</s> : formatMoment(at)} · {by}
      {isLate && (
        <span className="soft">
          {' '}
          · {t('request.recordedAt', { time: formatMoment(recordedAt) })}
        </span>
      )}
      {note && ` · ${note}`}
      {onCorrect && (
        <Button
          type="link"
          size="small"
          onClick={onCorrect}
          aria-label={`${t('requestAction.correct')} ${formatMoment(at)}`}
        >
          {t('requestAction.correct')}
        </Button>
      )}
    </div>
  )
}
