import { Button } from 'antd'
import { useTranslation } from 'react-i18next'

/** To the next page of a list, and back to its first. */
export function Pager({
  cursor,
  next,
  onGo,
}: {
  cursor: string | undefined
  next: string | null | undefined
  onGo: (cursor: string | undefined) => void
}) {
  const { t } = useTranslation()
  if (!cursor && !next) return null
  return (
    <nav className="row" aria-label={t('app.page')} style={{ marginTop: 12 }}>
      {cursor && <Button onClick={() => onGo(undefined)}>{t('records.first')}</Button>}
      {next && <Button onClick={() => onGo(next)}>{t('records.next')}</Button>}
    </nav>
  )
}
