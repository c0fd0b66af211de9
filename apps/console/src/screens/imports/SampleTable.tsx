import { useTranslation } from 'react-i18next'
import { Scroll } from '../../shell/Scroll.tsx'
import type { RunReply } from './RunScreen.tsx'

type Sample = NonNullable<RunReply['sample']>

/** Some rows that an import would create or change. */
export function SampleTable({ sample: { headings, rows } }: { sample: Sample }) {
  const { t } = useTranslation()
  const title = t('run.sample')
  // Columns of a file are told by their place.
  const columns = headings.map((heading, place) => ({ heading, place }))
  return (
    <section className="card">
      <h2>{title}</h2>
      <p className="soft">{t('run.sampleNote')}</p>
      <Scroll label={title} className="import-preview">
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t('imports.rowNo')}</th>
              <th scope="col">{t('run.result')}</th>
              {columns.map(({ heading, place }) => (
                <th scope="col" key={place}>
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ row, result, cells }) => (
              <tr key={row}>
                <th scope="row">{row}</th>
                <td className="nowrap">
                  {t(result === 'created' ? 'run.willCreate' : 'run.willChange')}
                </td>
                {columns.map(({ place }) => (
                  <td key={place}>{cells[place]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  )
}
