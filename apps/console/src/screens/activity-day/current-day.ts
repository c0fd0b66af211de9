import { getCurrentDayRoute, listDaysRoute } from '@nuandeng/contract'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../api/call.ts'
import type { DaySearch } from '../../routes.tsx'

/** The day that the address names, or the one to look at now. */
export function useDay(search: DaySearch) {
  const current = useQuery({
    queryKey: ['current-day'],
    queryFn: () => call(getCurrentDayRoute, {}),
  })
  const found = current.data?.day
  const campaignId = search.campaignId ?? found?.campaignId
  const activityDay = search.activityDay ?? found?.activityDay
  const day =
    current.isSuccess && campaignId && activityDay ? { campaignId, activityDay } : undefined
  return { day, current: found, isNone: current.isSuccess && !day, error: current.error }
}

/** The name of a walk-in type (走进类型) in the reader's language, or its code where it is not of this campaign. */
export function walkInTypeName(types: WalkInTypes, code: string, language: string): string {
  const type = types.find((known) => known.code === code)
  return (language === 'zh' ? type?.name : type?.nameEn) ?? code
}

export type WalkInTypes = readonly { code: string; name: string; nameEn: string }[]
export type ShownDay = NonNullable<ReturnType<typeof useDay>['day']>

export function useDays(day: ShownDay | undefined) {
  return useQuery({
    queryKey: ['days', day?.campaignId],
    queryFn: () => call(listDaysRoute, { campaignId: day?.campaignId ?? '' }),
    enabled: day !== undefined,
  })
}
