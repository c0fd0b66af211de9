import { useTranslation } from 'react-i18next'
import type { RunReply } from './RunScreen.tsx'
import { useImportWords } from './words.ts'

/** Why rows were refused: the first faults, by the row and column of the list. */
export function ErrorTable({ errors, rejected }: { errors: RunReply['errors']; rejected: number }) {
  const { t } = useTranslation()
  const { faultWords } = useImportWords()
  const isPart = new Set(errors.map(({ row }) => row)).size < rejected
  return (
    <section className="card" aria-label={t('run.errors')}>
      <h2>{t('run.errors')}</h2>
      {isPart && <p className="soft">{t('run.errorsNote', { number: errors.length })}</p>}
      <div className="scroll">
        <table className="plain import-errors">
          <thead>
            <tr>
              <th scope="col">{t('imports.rowNo')}</th>
              <th scope="col">{t('run.column')}</th>
              <th scope="col">{t('run.reason')}</th>
            </tr>
          </thead>
          <tbody>
            {errors.map((error) => (
              <tr key={`${error.row} ${error.column} ${error.code}`}>
                <th scope="row">{error.row}</th>
                <td>{error.column ?? t('run.wholeRow')}</td>
                <td className="words">{faultWords(error)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
