import { type LiveDay, watchDayRoute } from '@nuandeng/contract'
import { useEffect, useState } from 'react'
import { addressOf } from './call.ts'

/** The day as the server pushes it; `isConnected` is false while the browser tries again. */
export function useLiveDay(
  day: { campaignId: string; activityDay: string } | undefined,
  unitId: string | undefined,
) {
  const [picture, setPicture] = useState<LiveDay>()
  const [isConnected, setConnected] = useState(false)
  const url = day && addressOf(watchDayRoute, { ...day, unitId }).url
  useEffect(() => {
    if (!url) return
    setPicture(undefined)
    const source = new EventSource(url)
    source.onopen = () => setConnected(true)
    source.onmessage = (event) => {
      setConnected(true)
      setPicture(JSON.parse(event.data))
    }
    source.onerror = () => setConnected(false)
    return () => source.close()
  }, [url])
  return { picture, isConnected }
}
