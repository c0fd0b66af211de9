import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

/** The views of the protected store, one beside the other. */
export function CareViews() {
  const { t } = useTranslation()
  const views = [
    { to: '/care', name: t('care.title') },
    { to: '/care/requests', name: t('dataRight.title') },
  ] as const
  return (
    <nav aria-label={t('dataRight.views')} className="row gap views">
      {views.map(({ to, name }) => (
        <Link key={to} to={to} activeOptions={{ exact: true, includeSearch: false }}>
          {name}
        </Link>
      ))}
    </nav>
  )
}
