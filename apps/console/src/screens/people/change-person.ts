import { useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useTranslation } from 'react-i18next'

/** After a change of somebody: everything that shows them is read again, and it says what was done. */
export function usePersonChanged() {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  return (done: string) => {
    for (const key of ['person', 'people', 'sessions']) {
      queries.invalidateQueries({ queryKey: [key] })
    }
    message.success(t(done))
  }
}
