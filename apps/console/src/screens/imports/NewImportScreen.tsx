import { isWithin } from '@nuandeng/domain'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Alert, Form, Progress, Select, Spin } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Me, useMe } from '../../api/session.ts'
import { Failure } from '../../shell/Failure.tsx'
import { formatList, formatNumber } from '../../shell/format.ts'
import { ServerForm } from '../../shell/ServerForm.tsx'
import { UnitPicker } from '../../shell/UnitPicker.tsx'
import './imports.css'
import { Steps } from './Steps.tsx'
import { MAX_BYTES, upload } from './upload.ts'
import { type Target, useImportWords, useTargets } from './words.ts'

/** The first step of an import: what it is, for which unit, and the list. */
export function NewImportScreen() {
  const { t } = useTranslation()
  const targets = useTargets()
  return (
    <>
      <h1>{t('imports.create')}</h1>
      <Steps now="stepChoose" />
      {targets.error && <Failure error={targets.error} />}
      {targets.isPending && <Spin aria-label={t('app.loading')} />}
      {targets.data && <Choose targets={targets.data.items} />}
    </>
  )
}

interface Input {
  target: string
  unitId: string
  list: File
}

function Choose({ targets }: { targets: readonly Target[] }) {
  const { t } = useTranslation()
  const me = useMe()
  const navigate = useNavigate()
  const search = getRouteApi('/shell/imports/new').useSearch()
  const { targetName } = useImportWords()
  const [chosen, setChosen] = useState(
    targets.find(({ target }) => target === search.target) ?? targets[0],
  )
  const [fraction, setFraction] = useState<number>()
  // The same list sent again is the same upload; another one is another.
  const last = useRef<{ key: string; list: File; fileId: string }>(undefined)
  if (!chosen) return <Alert type="info" title={t('app.noPermission')} />
  const send = async ({ target, unitId, list }: Input) => {
    const key = `${target} ${unitId}`
    if (last.current?.key !== key || last.current.list !== list) {
      last.current = { key, list, fileId: crypto.randomUUID() }
    }
    const { fileId } = last.current
    setFraction(0)
    return upload({ fileId, target, unitId, fileName: list.name }, list, setFraction).finally(() =>
      setFraction(undefined),
    )
  }
  return (
    <section className="card">
      <ServerForm<Input, { fileId: string }>
        submit={t('imports.upload')}
        initialValues={{
          target: chosen.target,
          unitId: search.unitId ?? ownUnit(me, chosen),
        }}
        fieldOf={LIST_FAULTS}
        send={send}
        onDone={({ fileId }) => navigate({ to: '/imports/files/$fileId', params: { fileId } })}
      >
        <Form.Item name="target" label={t('imports.target')} rules={[{ required: true }]}>
          <Select
            options={targets.map(({ target }) => ({ value: target, label: targetName(target) }))}
            onChange={(name) => setChosen(targets.find(({ target }) => target === name))}
          />
        </Form.Item>
        <Form.Item
          name="unitId"
          label={t('imports.unit')}
          extra={t(chosen.isWhole ? 'imports.wholeUnitNote' : 'imports.unitNote', {
            units: formatList(chosen.units.map(({ name }) => name)),
          })}
          rules={[{ required: true }]}
        >
          <UnitPicker />
        </Form.Item>
        <Form.Item
          name="list"
          label={t('imports.file')}
          extra={
            <>
              {t(chosen.isWhole ? 'imports.wholeNote' : 'imports.fileNote')}
              <br />
              {t('imports.keptNote')}
            </>
          }
          rules={[
            { required: true, message: t('imports.pickFile') },
            {
              validator: async (_, list: File | undefined) => {
                if (list && list.size > MAX_BYTES) throw new Error(t('imports.tooLarge'))
              },
            },
          ]}
        >
          <FileField accept={chosen.isWhole ? WHOLE_ENDINGS : LIST_ENDINGS} />
        </Form.Item>
        {fraction !== undefined && (
          <Progress
            percent={Math.floor(fraction * 100)}
            aria-label={t('imports.uploading')}
            style={{ marginBottom: 12 }}
          />
        )}
      </ServerForm>
    </section>
  )
}

const LIST_ENDINGS = ['.xlsx', '.csv', '.csv.gz']
const WHOLE_ENDINGS = ['.csv', '.txt', '.gz', '.parquet']

/** Refusals that speak of the list. */
const LIST_FAULTS = Object.fromEntries(
  [
    ...['wrong-file-type', 'damaged-file', 'zip-bomb', 'empty-file', 'open-quote', 'too-large'],
    ...['no-such-sheet', 'list-exists', 'wrong-encoding', 'wrong-delimiter', 'line-too-long'],
  ].map((code) => [code, 'list']),
)

/** My own unit where I may import at it; otherwise the first at which I may. */
function ownUnit({ unit }: Me, { units }: Target): string | undefined {
  const isMine = units.some(({ path }) => isWithin(unit.path, path))
  return isMine ? unit.unitId : units[0]?.unitId
}

/** A file by the dialogue of the browser, or dropped here. */
function FileField({
  accept,
  id,
  value,
  onChange,
}: {
  accept: readonly string[]
  id?: string
  value?: File
  onChange?: (list: File | undefined) => void
}) {
  const { t } = useTranslation()
  return (
    <div className="import-file">
      <strong>{value ? value.name : t('imports.drop')}</strong>
      <span className="soft">
        {value ? `${formatNumber(Math.ceil(value.size / 1024))} KB` : accept.join(' · ')}
      </span>
      <input
        {...(id ? { id } : {})}
        type="file"
        accept={accept.join(',').replaceAll('.csv.gz', '.gz')}
        onChange={({ target }) => onChange?.(target.files?.[0])}
      />
    </div>
  )
}
