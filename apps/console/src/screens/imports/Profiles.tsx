import { deleteImportProfileRoute, saveImportProfileRoute } from '@nuandeng/contract'
import { useQueryClient } from '@tanstack/react-query'
import { App, Button, Form, Input, Popconfirm, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { useCommand } from '../../api/command.ts'
import { Failure } from '../../shell/Failure.tsx'
import { FormModal } from '../../shell/ServerForm.tsx'
import type { Source } from './ChooseColumns.tsx'
import type { Profile } from './ColumnsScreen.tsx'
import type { ColumnMap, ReadList } from './column-map.ts'

interface ProfilesProps {
  list: ReadList
  profiles: readonly Profile[]
  map: ColumnMap
  options: Profile['options'] | undefined
  source: Source
  isBefore: boolean
  onPick: (source: Source) => void
}

const stale = ['imports', 'profiles']

/** Saved columns (列对应方案): picked, saved under a name, deleted. */
export function Profiles(props: ProfilesProps) {
  const { list, profiles, map, options, source, isBefore, onPick } = props
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [isSaving, setSaving] = useState(false)
  const picked = profiles.find(({ profileId }) => profileId === source)
  const remove = useCommand(deleteImportProfileRoute, {
    stale: [stale],
    onDone: () => {
      message.success(t('columns.removed'))
      onPick('guessed')
    },
  })
  return (
    <div className="row">
      <label htmlFor="import-profile">{t('columns.profile')}</label>
      <Select
        id="import-profile"
        style={{ minWidth: 260, maxWidth: '100%' }}
        value={source}
        options={[
          ...profiles.map(({ profileId, name, isMatch, unit }) => ({
            value: profileId,
            label: `${name}${isMatch ? t('columns.matches') : ''} · ${unit.name}`,
          })),
          { value: 'guessed', label: t('columns.guessed') },
          ...(isBefore ? [{ value: 'ofRun', label: t('columns.ofRun') }] : []),
          ...(source === 'own' ? [{ value: 'own', label: t('columns.own') }] : []),
        ]}
        onChange={onPick}
      />
      <Button onClick={() => setSaving(true)} disabled={Object.keys(map).length === 0}>
        {t('columns.save')}
      </Button>
      {picked && (
        <Popconfirm
          title={t('columns.removeConfirm', { name: picked.name })}
          okText={t('columns.remove')}
          cancelText={t('app.cancel')}
          onConfirm={() =>
            remove.mutateAsync({ profileId: picked.profileId }).catch(() => undefined)
          }
        >
          <Button danger>{t('columns.remove')}</Button>
        </Popconfirm>
      )}
      {remove.error && <Failure error={remove.error} />}
      {isSaving && (
        <SaveProfile
          {...{ list, map, options }}
          onClose={() => setSaving(false)}
          onSaved={(profileId) => {
            setSaving(false)
            onPick(profileId)
          }}
        />
      )}
    </div>
  )
}

interface SaveProfileProps extends Pick<ProfilesProps, 'list' | 'map' | 'options'> {
  onClose: () => void
  onSaved: (profileId: string) => void
}

function SaveProfile({ list, map, options, onClose, onSaved }: SaveProfileProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [profileId] = useState(() => crypto.randomUUID())
  const { target, unit } = list.file
  return (
    <FormModal<{ name: string }, { profileId: string }>
      title={t('columns.saveTitle')}
      submit={t('app.save')}
      onCancel={onClose}
      fieldOf={{ 'profile-name-taken': 'name' }}
      send={({ name }) =>
        call(saveImportProfileRoute, {
          ...{ profileId, target, unitId: unit.unitId, name, headings: list.headings },
          map: { ...map },
          ...(options ? { options: lastingOf(options) } : {}),
        })
      }
      onDone={async () => {
        await queries.invalidateQueries({ queryKey: stale })
        message.success(t('columns.saved'))
        onSaved(profileId)
      }}
    >
      <p className="soft">{t('columns.saveNote')}</p>
      <Form.Item name="name" label={t('columns.name')} rules={[{ required: true }]}>
        <Input autoComplete="off" maxLength={60} />
      </Form.Item>
    </FormModal>
  )
}

/** That a month may have fewer accounts is decided for one file. */
function lastingOf({ period, months }: NonNullable<Profile['options']>) {
  return { ...(period ? { period } : {}), ...(months ? { months } : {}) }
}
