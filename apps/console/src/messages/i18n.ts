import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en } from './en.ts'
import { zh } from './zh.ts'

const STORED = 'nuandeng.language'

/** Chinese unless somebody chose English on this device. */
export function startMessages() {
  i18next.use(initReactI18next).init({
    resources: { zh: { translation: zh }, en: { translation: en } },
    lng: localStorage.getItem(STORED) ?? 'zh',
    fallbackLng: 'zh',
    interpolation: { escapeValue: false },
  })
  showLanguage()
}

export function switchLanguage() {
  const next = i18next.language === 'zh' ? 'en' : 'zh'
  localStorage.setItem(STORED, next)
  i18next.changeLanguage(next)
  showLanguage()
}

function showLanguage() {
  document.documentElement.lang = i18next.language === 'zh' ? 'zh-CN' : 'en'
}
