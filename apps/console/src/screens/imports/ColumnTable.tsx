import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { type ColumnMap, choosable, examplesOf, type ReadList } from './column-map.ts'
import { type Target, useImportWords } from './words.ts'

const LEFT_OUT = ''

interface ColumnTableProps {
  list: ReadList
  columns: Target['columns']
  map: ColumnMap
  onAssign: (field: string, heading: string | undefined) => void
}

/** Each field of the target with the column of the list that holds it. */
export function ColumnTable({ list, columns, map, onAssign }: ColumnTableProps) {
  const { t } = useTranslation()
  const { columnName } = useImportWords()
  const headings = choosable(list.headings).map((heading) => ({ value: heading, label: heading }))
  const options = [{ value: LEFT_OUT, label: t('columns.ignore') }, ...headings]
  return (
    <div className="scroll">
      <table className="plain import-columns">
        <thead>
          <tr>
            <th scope="col">{t('columns.field')}</th>
            <th scope="col">{t('columns.heading')}</th>
            <th scope="col" className="wide-only">
              {t('columns.example')}
            </th>
          </tr>
        </thead>
        <tbody>
          {columns.map((column) => {
            const { field, isRequired } = column
            const heading = map[field]
            return (
              <tr key={field} className={isRequired && !heading ? 'missing' : ''}>
                <th scope="row">
                  {columnName(column)}
                  {isRequired && <span className="bad small"> {t('columns.required')}</span>}
                </th>
                <td>
                  <Select
                    aria-label={`${columnName(column)}: ${t('columns.heading')}`}
                    value={heading ?? LEFT_OUT}
                    options={options}
                    showSearch={{ optionFilterProp: 'label' }}
                    onChange={(next) => onAssign(field, next || undefined)}
                  />
                </td>
                <td className="words soft wide-only">{examplesOf(list, heading).join(' ｜ ')}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
