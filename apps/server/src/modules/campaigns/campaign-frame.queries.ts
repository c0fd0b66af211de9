import type { PlainDate } from '@nuandeng/domain'
import { sql } from 'kysely'
import { type Db, keepPlan } from '../../platform/db.ts'

/** What a field record is held against: period and dictionary of its campaign. */
export interface CampaignFrame {
  campaignId: string
  path: string
  state: 'draft' | 'published' | 'closed'
  startOn: PlainDate
  endOn: PlainDate
  walkInTypeCodes: string[]
}

/** Frames of the campaigns that the actor may see. */
export function listCampaignFrames(db: Db, campaignIds: readonly string[]) {
  return db.rows<CampaignFrame>(
    keepPlan(sql`
    select campaign_id, unit_path::text as path, state, start_on, end_on,
           array(select jsonb_path_query(walk_in_types, '$[*].code') #>> '{}') as walk_in_type_codes
    from campaign where campaign_id = any(${campaignIds}::uuid[])`),
  )
}
