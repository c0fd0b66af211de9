import type { NeedResult, NeedSource, NeedState, NeedTopic, PlainDate } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

export interface NewNeed {
  cityCode: string
  needId: string
  customerId: string
  topic: NeedTopic
  source: NeedSource
  text: string
  ownerId: string | null
  ownerUnitId: string
  nextStep: string
  nextStepOn: PlainDate
  filedBy: string
  filedByName: string
  filedAt: Date
}

/** Adds a need; 0 where its id is taken. */
export function insertNeed(db: Db, need: NewNeed) {
  return db.run(sql`
    insert into need (city_code, need_id, customer_id, topic, source, text, owner_id, owner_unit_id, next_step,
      next_step_on, state, filed_by, filed_by_name, filed_at)
    values (${need.cityCode}, ${need.needId}, ${need.customerId}, ${need.topic}, ${need.source}, ${need.text},
      ${need.ownerId}, ${need.ownerUnitId}, ${need.nextStep}, ${need.nextStepOn}, 'open', ${need.filedBy},
      ${need.filedByName}, ${need.filedAt})
    on conflict do nothing`)
}

export interface StoredNeed {
  cityCode: string
  needId: string
  customerId: string
  topic: NeedTopic
  source: NeedSource
  text: string
  ownerId: string | null
  state: NeedState
  filedBy: string
  /** Of the customer, at this moment. */
  unitId: string
  path: string
}

/** A need with its place, held: changes of it come one after the other. */
export function findNeedForUpdate(db: Db, needId: string) {
  return db.maybe<StoredNeed>(sql`
    select n.city_code, n.need_id, n.customer_id, n.topic, n.source, n.text, n.owner_id, n.state, n.filed_by,
      c.unit_id, c.unit_path::text as path
    from need n join customer c using (customer_id, city_code) where n.need_id = ${needId} for update of n`)
}

type Key = { cityCode: string; needId: string }

export async function setNextStep(
  db: Db,
  { cityCode, needId }: Key,
  step: { nextStep: string; nextStepOn: PlainDate; ownerId: string | null; ownerUnitId: string },
) {
  await db.run(sql`
    update need set next_step = ${step.nextStep}, next_step_on = ${step.nextStepOn}, owner_id = ${step.ownerId},
      owner_unit_id = ${step.ownerUnitId}
    where need_id = ${needId} and city_code = ${cityCode}`)
}

export async function setClosed(
  db: Db,
  { cityCode, needId }: Key,
  closing: { result: NeedResult; text: string; at: Date },
) {
  await db.run(sql`
    update need set state = 'closed', result = ${closing.result}, result_text = ${closing.text},
      closed_at = ${closing.at}, next_step = null, next_step_on = null
    where need_id = ${needId} and city_code = ${cityCode}`)
}

export interface NeedStep {
  at: Date
  byName: string
  done: string
  nextStep: string | null
  nextStepOn: PlainDate | null
  /** Who owns the need from here on; null: who owned it before. */
  ownerName: string | null
}

export async function insertStep(
  db: Db,
  step: NeedStep & Key & { stepId: string; customerId: string },
) {
  await db.run(sql`
    insert into need_step (city_code, step_id, need_id, customer_id, at, by_name, done, next_step, next_step_on,
      owner_name)
    values (${step.cityCode}, ${step.stepId}, ${step.needId}, ${step.customerId}, ${step.at}, ${step.byName},
      ${step.done}, ${step.nextStep}, ${step.nextStepOn}, ${step.ownerName})`)
}

export function listSteps(db: Db, needId: string) {
  return db.rows<NeedStep>(sql`
    select at, by_name, done, next_step, next_step_on, owner_name from need_step
    where need_id = ${needId} order by step_id`)
}
