import { useTranslation } from 'react-i18next'
import { formatDay, todayInChina } from '../../shell/format.ts'
import { Scroll } from '../../shell/Scroll.tsx'
import type { CustomerFile, Full } from './words.ts'

type Shown = CustomerFile['people'][number] | Full['people'][number]

/** The people of a customer; in full once somebody said what for. */
export function PeopleCard({
  file,
  full,
}: {
  file: CustomerFile
  full: Full['people'] | undefined
}) {
  const { t } = useTranslation()
  const people: readonly Shown[] = full ?? file.people
  const hasLicences = people.some(({ role }) => role === 'duty-electrician')
  const needed = file.missing.filter((field) => field === 'phone' || field.startsWith('person.'))
  return (
    <section className="card" aria-live="polite">
      <h2>{t('customer.people')}</h2>
      {people.length === 0 && <p className="soft">{t('customer.noPeople')}</p>}
      {people.length > 0 && (
        <Scroll label={t('customer.people')}>
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">{t('customer.personName')}</th>
                <th scope="col">{t('customer.personRole')}</th>
                <th scope="col">{t('customerField.phone')}</th>
                {hasLicences && <th scope="col">{t('customer.licence')}</th>}
              </tr>
            </thead>
            <tbody>
              {people.map((person, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: they have no ids, and the list is shown as a whole
                <tr key={at}>
                  <th scope="row">{person.name ?? '—'}</th>
                  <td className="whole">{t(`personRole.${person.role}`)}</td>
                  <td className="whole">{person.phone ?? '—'}</td>
                  {hasLicences && (
                    <td className="whole">
                      <Licence person={person} />
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {needed.map((field) => (
        <p key={field} className="bad small">
          {t('customer.lacks', { what: t(`customerField.${field.replace('.', '-')}`) })}
        </p>
      ))}
    </section>
  )
}

function Licence({ person }: { person: Shown }) {
  const { t } = useTranslation()
  const { licenceExpiresOn } = person
  const licenceNo = 'licenceNo' in person ? person.licenceNo : undefined
  if (!licenceNo && !licenceExpiresOn) return '—'
  const isExpired = licenceExpiresOn && licenceExpiresOn < todayInChina()
  return (
    <>
      {licenceNo}
      {licenceExpiresOn && (
        <div className={isExpired ? 'bad small' : 'soft small'}>
          {t(isExpired ? 'customer.licenceExpired' : 'customer.licenceUntil', {
            day: formatDay(licenceExpiresOn),
          })}
        </div>
      )}
    </>
  )
}
