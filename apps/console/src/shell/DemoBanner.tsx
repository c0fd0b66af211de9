import { useTranslation } from 'react-i18next'

/** Says on every screen that what it shows was invented. */
export function DemoBanner() {
  const { t } = useTranslation()
  return (
    <aside className="demo-banner" aria-label={t('app.demo')}>
      <strong>{t('app.demo')}</strong> · {t('app.demoNote')}
    </aside>
  )
}
