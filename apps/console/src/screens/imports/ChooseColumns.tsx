import { eraseImportFileRoute, startImportRoute } from '@nuandeng/contract'
import { useNavigate } from '@tanstack/react-router'
import { App } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand } from '../../api/command.ts'
import { Actions } from '../../shell/Actions.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { formatList } from '../../shell/format.ts'
import type { Profile } from './ColumnsScreen.tsx'
import { ColumnTable } from './ColumnTable.tsx'
import { assigned, type ColumnMap, fittedTo, type ReadList } from './column-map.ts'
import { Preview } from './Preview.tsx'
import { Profiles } from './Profiles.tsx'
import { type Target, useImportWords } from './words.ts'

interface ChooseColumnsProps {
  list: ReadList
  target: Target
  profiles: readonly Profile[]
  /** The columns of the trial that one comes back from. */
  before: ColumnMap | undefined
}

/** What the columns were filled from: the guess, a trial before, saved columns by their id, or by hand. */
export type Source = 'guessed' | 'ofRun' | 'own' | (string & {})

export function ChooseColumns({ list, target, profiles, before }: ChooseColumnsProps) {
  const { t } = useTranslation()
  const [match] = profiles.filter(({ isMatch }) => isMatch)
  const [chosen, choose] = useState<{ source: Source; map: ColumnMap }>(() =>
    before
      ? { source: 'ofRun', map: fittedTo(list.headings, before) }
      : match
        ? { source: match.profileId, map: fittedTo(list.headings, match.map) }
        : { source: 'guessed', map: list.guess },
  )
  const { map, source } = chosen
  const pick = (next: Source) => {
    const saved = profiles.find(({ profileId }) => profileId === next)
    const wanted = next === 'guessed' ? list.guess : next === 'ofRun' ? before : saved?.map
    if (wanted) choose({ source: next, map: fittedTo(list.headings, wanted) })
  }
  const assign = (field: string, heading: string | undefined) =>
    choose({ source: 'own', map: assigned(map, field, heading) })
  return (
    <>
      <section className="card">
        <Profiles
          {...{ list, profiles, map, source }}
          isBefore={before !== undefined}
          onPick={pick}
        />
        <ColumnTable {...{ list, map }} columns={target.columns} onAssign={assign} />
        <LeftOut list={list} map={map} />
      </section>
      <Go list={list} target={target} map={map} />
      <Preview list={list} map={map} columns={target.columns} />
      <p className="soft small">{t('imports.keptNote')}</p>
    </>
  )
}

function LeftOut({ list, map }: { list: ReadList; map: ColumnMap }) {
  const { t } = useTranslation()
  const used = new Set(Object.values(map))
  const headings = list.headings.filter((heading) => heading !== '' && !used.has(heading))
  if (headings.length === 0) return null
  return <p className="soft">{t('columns.unused', { headings: headings.join('、') })}</p>
}

/** On to the trial, or the list is erased. */
function Go({ list, target, map }: { list: ReadList; target: Target; map: ColumnMap }) {
  const { t } = useTranslation()
  const { modal, message } = App.useApp()
  const navigate = useNavigate()
  const { columnName } = useImportWords()
  const [runId] = useState(() => crypto.randomUUID())
  const { fileId } = list.file
  const start = useCommand(startImportRoute, {
    stale: [['imports', 'runs']],
    onDone: (reply) => navigate({ to: '/imports/runs/$runId', params: { runId: reply.runId } }),
  })
  const erase = useCommand(eraseImportFileRoute, {
    stale: [['imports', 'runs']],
    onDone: () => {
      message.success(t('columns.erased'))
      navigate({ to: '/imports' })
    },
  })
  const missing = target.columns.filter(({ field, isRequired }) => isRequired && !map[field])
  const { sheet, headerRow } = list
  const error = start.error ?? erase.error
  return (
    <>
      <Actions
        actions={[
          {
            label: t('columns.try'),
            reason:
              missing.length > 0
                ? t('columns.missing', { titles: formatList(missing.map(columnName)) })
                : undefined,
            onClick: () =>
              start.mutate({ runId, fileId, isDryRun: true, sheet, headerRow, map: { ...map } }),
            isPrimary: true,
          },
          {
            label: t('columns.erase'),
            reason: undefined,
            onClick: () =>
              modal.confirm({
                title: t('columns.eraseConfirm'),
                okText: t('columns.erase'),
                okButtonProps: { danger: true },
                onOk: () => erase.mutateAsync({ fileId }).catch(() => undefined),
              }),
            isDanger: true,
          },
        ]}
      />
      {error && <Failure error={error} />}
    </>
  )
}
