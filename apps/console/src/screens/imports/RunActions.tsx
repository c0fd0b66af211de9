import {
  downloadImportErrorsRoute,
  resumeImportRoute,
  startImportRoute,
  stopImportRoute,
} from '@nuandeng/contract'
import { runCan } from '@nuandeng/domain'
import { useNavigate } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '../../api/call.ts'
import { useCommand } from '../../api/command.ts'
import { type Action, Actions } from '../../shell/Actions.tsx'
import { Failure } from '../../shell/Failure.tsx'
import type { RunReply } from './RunScreen.tsx'
import { useIsWhole } from './words.ts'

const stale = [
  ['imports', 'run'],
  ['imports', 'runs'],
]

/** What can be done with a run in its state. */
export function RunActions({ reply }: { reply: RunReply }) {
  const { t } = useTranslation()
  const { runId, state, isDryRun, hasWorkbook } = reply.run
  const isWhole = useIsWhole(reply.run.target)
  const next = useNext(reply)
  const change = useChange(reply)
  const actions = [
    ...(isDryRun && state === 'done' ? [next.goImport] : []),
    ...(runCan.stop(state) ? [change.stop] : []),
    ...(runCan.resume(state) ? [change.resume] : []),
    ...(isDryRun && !runCan.stop(state) ? [next.change] : []),
    ...(!isDryRun && state === 'done' ? [next.again] : []),
    ...(!isDryRun && state === 'done' && isWhole ? [next.goReadings] : []),
  ]
  const error = next.error ?? change.error
  return (
    <>
      <Actions actions={actions} />
      {hasWorkbook && (
        <p>
          <Button href={addressOf(downloadImportErrorsRoute, { runId }).url} download>
            {t(isWhole ? 'run.rejects' : 'run.workbook')}
          </Button>
        </p>
      )}
      {error && <Failure error={error} />}
    </>
  )
}

/** From a trial to the import or back to its columns, and from an import to the next list. */
function useNext({ run, choices, isFileKept }: RunReply) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [importId] = useState(() => crypto.randomUUID())
  const start = useCommand(startImportRoute, {
    stale,
    onDone: ({ runId }) => navigate({ to: '/imports/runs/$runId', params: { runId } }),
  })
  const { fileId, runId, target, unit } = run
  const notKept = isFileKept ? undefined : t('run.notKept')
  const isNothing = run.created + run.changed === 0
  return {
    error: start.error,
    goImport: {
      label: t('run.goImport'),
      reason: notKept ?? (isNothing ? t('run.nothing') : undefined),
      onClick: () => {
        if (fileId && choices)
          start.mutate({ runId: importId, fileId, isDryRun: false, ...choices })
      },
      isPrimary: true,
    } satisfies Action,
    change: {
      label: t('run.change'),
      reason: notKept,
      onClick: () =>
        navigate({
          to: '/imports/files/$fileId',
          params: { fileId: fileId ?? '' },
          search: { sheet: choices?.sheet ?? undefined, headerRow: choices?.headerRow, runId },
        }),
    } satisfies Action,
    goReadings: {
      label: t('readings.title'),
      reason: undefined,
      onClick: () => navigate({ to: '/readings' }),
    } satisfies Action,
    again: {
      label: t('run.again'),
      reason: undefined,
      onClick: () => navigate({ to: '/imports/new', search: { target, unitId: unit.unitId } }),
      isPrimary: true,
    } satisfies Action,
  }
}

function useChange({ run, isFileKept }: RunReply) {
  const { t } = useTranslation()
  const { modal } = App.useApp()
  const stop = useCommand(stopImportRoute, { stale })
  const resume = useCommand(resumeImportRoute, { stale })
  const { runId, isDryRun, isStopAsked, target } = run
  const isWhole = useIsWhole(target)
  const stopNow = () => stop.mutateAsync({ runId }).catch(() => undefined)
  return {
    error: stop.error ?? resume.error,
    stop: {
      label: t('run.stop'),
      reason: isStopAsked ? t('run.stopping') : undefined,
      onClick: () =>
        isDryRun
          ? stopNow()
          : modal.confirm({
              title: t(isWhole ? 'run.stopConfirmWhole' : 'run.stopConfirm'),
              okText: t('run.stop'),
              onOk: stopNow,
            }),
      isDanger: true,
    } satisfies Action,
    resume: {
      label: t('run.resume'),
      reason: isFileKept ? undefined : t('run.notKept'),
      onClick: () => resume.mutate({ runId }),
      isPrimary: true,
    } satisfies Action,
  }
}
