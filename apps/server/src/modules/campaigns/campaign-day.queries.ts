import type { WalkInType } from '@nuandeng/contract'
import { type PlainDate, shanghaiDate } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Db } from '../../platform/db.ts'

export interface CampaignDay {
  campaignId: string
  campaignName: string
  theme: string
  activityDay: PlainDate
  walkInTypes: z.infer<typeof WalkInType>[]
}

/** The newest planned day that has begun, of the published campaigns in reach; before the first, that one. */
export function findNewestDay(db: Db, now: Date) {
  const today = shanghaiDate(now)
  return db.maybe<CampaignDay>(sql`
    select campaign_id, name as campaign_name, theme, activity_day, walk_in_types
    from campaign, unnest(activity_days) as activity_day
    where state <> 'draft'
    order by activity_day <= ${today} desc, abs(activity_day - ${today}::date), created_at desc
    limit 1`)
}
