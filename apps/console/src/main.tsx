import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { App, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { useTranslation } from 'react-i18next'
import { CallFailed } from './api/call.ts'
import { startMessages } from './messages/i18n.ts'
import { router } from './routes.tsx'
import './style.css'
import { theme } from './theme.ts'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal stays one; only a server that is away is asked again.
      retry: (failures, error) =>
        failures < 3 && error instanceof CallFailed && ['offline', 'internal'].includes(error.code),
    },
  },
})

/** Pop-ups stay within the landmark or dialogue they belong to, where screen readers look for them. */
function landmarkOf(trigger?: HTMLElement): HTMLElement {
  // The dialogue itself lets clicks through; its container does not.
  return trigger?.closest<HTMLElement>('.ant-modal-container, main') ?? document.body
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: no template of ours; the form library fills in the name of a field
const LABEL = '${label}'

function Console() {
  const { t, i18n } = useTranslation()
  return (
    <ConfigProvider
      theme={theme}
      locale={i18n.language === 'zh' ? zhCN : enUS}
      // Not 请输入: a choice is not typed.
      form={{ validateMessages: { required: t('app.required', { label: LABEL }) } }}
      // A space inside 打开 would be read out, and searched for in vain.
      button={{ autoInsertSpace: false }}
      getPopupContainer={landmarkOf}
    >
      <App>
        <RouterProvider router={router} />
      </App>
    </ConfigProvider>
  )
}

startMessages()
const root = document.getElementById('root')
if (!root) throw new Error('the page has no root')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <Console />
    </QueryClientProvider>
  </StrictMode>,
)
