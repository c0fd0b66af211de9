import { useBlocker } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

/** Whether a form holds what is not saved; then leaving the page asks first. */
export function useUnsaved() {
  const { t } = useTranslation()
  const [isUnsaved, setShown] = useState(false)
  // Beside the state: a save that leaves the page at once must not be asked about.
  const now = useRef(false)
  const setUnsaved = (value: boolean) => {
    now.current = value
    setShown(value)
  }
  useBlocker({
    shouldBlockFn: () => now.current && !window.confirm(t('campaign.leave')),
    enableBeforeUnload: () => now.current,
  })
  return { isUnsaved, setUnsaved }
}
