import { Button, Input, Select, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { EVENT_NOUNS } from './event-words.ts'
import type { AuditSearch } from './routes.tsx'
import type { Chain } from './use-chains.ts'

/** Narrows the trail by kind, city and time; person and subject are picked in a row. */
export function AuditFilters({
  search,
  chains,
  onChange,
}: {
  search: AuditSearch
  chains: readonly Chain[]
  onChange: (change: AuditSearch) => void
}) {
  const { t } = useTranslation()
  const { actorId, subjectId } = search
  return (
    <search className="card filters">
      <div className="field">
        <label htmlFor="audit-kind">{t('audit.kind')}</label>
        <Select
          id="audit-kind"
          value={search.kind ?? null}
          placeholder={t('audit.anyKind')}
          allowClear
          options={kindsWith(search.kind).map((value) => ({
            value,
            label: t(`eventNoun.${value}`, { defaultValue: value }),
          }))}
          onChange={(kind) => onChange({ kind: kind ?? undefined })}
        />
      </div>
      <div className="field">
        <label htmlFor="audit-city">{t('audit.city')}</label>
        <Select
          id="audit-city"
          value={search.cityCode ?? null}
          placeholder={t('audit.anyCity')}
          allowClear
          options={chains.map(({ cityCode, cityName }) => ({ value: cityCode, label: cityName }))}
          onChange={(cityCode) => onChange({ cityCode: cityCode ?? undefined })}
        />
      </div>
      {(['from', 'to'] as const).map((end) => (
        <div className="field" key={end}>
          <label htmlFor={`audit-${end}`}>{t(`audit.${end}`)}</label>
          <Input
            id={`audit-${end}`}
            type="date"
            value={search[end] ?? ''}
            onChange={({ target }) => onChange({ [end]: target.value || undefined })}
          />
        </div>
      ))}
      <div className="row picked">
        {actorId && (
          <Tag closable onClose={() => onChange({ actorId: undefined })}>
            {t('audit.onlyActor', { id: actorId.slice(0, 8) })}
          </Tag>
        )}
        {subjectId && (
          <Tag closable onClose={() => onChange({ subjectId: undefined })}>
            {t('audit.onlySubject', { id: subjectId.slice(0, 8) })}
          </Tag>
        )}
        {Object.values(search).some(Boolean) && (
          <Button
            size="small"
            onClick={() =>
              onChange({
                actorId: undefined,
                kind: undefined,
                subjectId: undefined,
                cityCode: undefined,
                from: undefined,
                to: undefined,
              })
            }
          >
            {t('app.clear')}
          </Button>
        )}
      </div>
    </search>
  )
}

/** A full kind picked in a row stands beside the nouns. */
function kindsWith(kind: string | undefined): readonly string[] {
  return kind && !(EVENT_NOUNS as readonly string[]).includes(kind)
    ? [kind, ...EVENT_NOUNS]
    : EVENT_NOUNS
}
