import { useTranslation } from 'react-i18next'

interface Account {
  isActive: boolean
  isLocked: boolean
  hasTotp: boolean
}

/** The state of an account in words: open, locked or closed, and whether it asks for a second factor. */
export function AccountMarks({ person }: { person: Account }) {
  const { t } = useTranslation()
  return (
    <div>
      {!person.isActive ? (
        <span className="mark soft">{t('people.closed')}</span>
      ) : person.isLocked ? (
        <span className="mark bad">{t('people.locked')}</span>
      ) : (
        <span className="mark good">{t('people.open')}</span>
      )}
      {person.hasTotp && <div className="soft small">{t('people.hasTotp')}</div>}
    </div>
  )
}
