import { useTranslation } from 'react-i18next'
import type { ColumnMap, ReadList } from './column-map.ts'
import { type Target, useImportWords } from './words.ts'

/** The first rows of the list, each column with the field that it goes into. */
export function Preview({
  list,
  map,
  columns,
}: {
  list: ReadList
  map: ColumnMap
  columns: Target['columns']
}) {
  const { t } = useTranslation()
  const { columnName } = useImportWords()
  const { headings, rows } = list
  const fields = headings.map((heading, i) => {
    const column = columns.find(({ field }) => map[field] === heading)
    return column && headings.indexOf(heading) === i ? columnName(column) : undefined
  })
  const title = t('columns.preview', { rows: rows.length })
  return (
    <section className="card">
      <h2>{title}</h2>
      <p className="soft">{t('columns.previewNote')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard */}
      <section className="scroll import-preview" aria-label={title} tabIndex={0}>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t('imports.rowNo')}</th>
              {headings.map((heading, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns of a file are told by their place
                <th scope="col" key={i} className={fields[i] ? '' : 'left-out'}>
                  {heading}
                  <div className="small">{fields[i] ? `→ ${fields[i]}` : '—'}</div>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ row, cells }) => (
              <tr key={row}>
                <th scope="row">{row}</th>
                {headings.map((_, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above
                  <td key={i} className={fields[i] ? '' : 'left-out'}>
                    {cells[i]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}
