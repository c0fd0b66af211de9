import { useTranslation } from 'react-i18next'
import type { RunReply } from './RunScreen.tsx'

type Sample = NonNullable<RunReply['sample']>

/** Some rows that an import would create or change. */
export function SampleTable({ sample: { headings, rows } }: { sample: Sample }) {
  const { t } = useTranslation()
  const title = t('run.sample')
  return (
    <section className="card">
      <h2>{title}</h2>
      <p className="soft">{t('run.sampleNote')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard */}
      <section className="scroll import-preview" aria-label={title} tabIndex={0}>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t('imports.rowNo')}</th>
              <th scope="col">{t('run.result')}</th>
              {headings.map((heading, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns of a file are told by their place
                <th scope="col" key={i}>
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
                {headings.map((_, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above
                  <td key={i}>{cells[i]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}
