import { useTranslation } from 'react-i18next'
import { Scroll } from '../../shell/Scroll.tsx'
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
  // Columns of a file are told by their place: of two equal headings the first one is taken.
  const shown = headings.map((heading, place) => {
    const column = columns.find(({ field }) => map[field] === heading)
    const isTaken = column && headings.indexOf(heading) === place
    return { place, heading, field: isTaken ? columnName(column) : undefined }
  })
  const title = t('columns.preview', { rows: rows.length })
  return (
    <section className="card">
      <h2>{title}</h2>
      <p className="soft">{t('columns.previewNote')}</p>
      <Scroll label={title} className="import-preview">
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t('imports.rowNo')}</th>
              {shown.map(({ place, heading, field }) => (
                <th scope="col" key={place} className={field ? '' : 'left-out'}>
                  {heading}
                  <div className="small">{field ? `→ ${field}` : '—'}</div>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ row, cells }) => (
              <tr key={row}>
                <th scope="row">{row}</th>
                {shown.map(({ place, field }) => (
                  <td key={place} className={field ? '' : 'left-out'}>
                    {cells[place]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  )
}
