import type { Campaign } from './current-campaign.ts'
import { useWords } from './words.ts'

/** Fields of the template with what they hold: the common text, or what the unit wrote. */
export function FieldPairs({
  fields,
  written,
}: {
  fields: Campaign['fields']
  written?: Record<string, string>
}) {
  const { labelOf } = useWords()
  return (
    <dl className="pairs">
      {fields.map((field) => (
        <div key={field.key} style={{ display: 'contents' }}>
          <dt>{labelOf(field)}</dt>
          <dd>{(field.isLocked ? field.value : written?.[field.key]) || '—'}</dd>
        </div>
      ))}
    </dl>
  )
}
