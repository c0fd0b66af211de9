import { createHash, createHmac } from 'node:crypto'
import type { Vault } from '../../platform/vault.ts'

/** An Event as the chain sees it: every column as the database writes it. */
export interface ChainedEvent {
  cityCode: string
  eventId: string
  recordedAt: string
  actorId: string | null
  actorName: string
  unitPath: string
  kind: string
  subjectId: string
  details: string
}

/** Where an Event stands in the chain of its city. */
export interface Place {
  blockNo: number
  position: number
}

/** Everything of a block (区块) that its hash covers. */
export interface BlockContent {
  cityCode: string
  blockNo: number
  previousHash: string
  eventsHash: string
  eventCount: number
  totalEvents: number
  sealedAt: string
}

/** A block with its signature: while it is the newest one, the head (链头) of the chain. */
export interface Block extends BlockContent {
  hash: string
  signature: string
  keyId: string
}

/** What stands before the first block. */
export const BEFORE_FIRST = { blockNo: 0, hash: '0'.repeat(64), totalEvents: 0 }

/**
 * Makes the hashes of Events. Keyed, so that whoever can write to the database but has not the keys cannot
 * make one that fits a changed Event: the Event itself is named, not only its block.
 */
export function eventHasher(vault: Vault): (event: ChainedEvent, place: Place) => Buffer {
  const key = vault.derive('event-hash')
  return (event, { blockNo, position }) =>
    createHmac('sha256', key)
      .update(
        JSON.stringify([
          event.cityCode,
          blockNo,
          position,
          event.eventId,
          event.recordedAt,
          event.actorId,
          event.actorName,
          event.unitPath,
          event.kind,
          event.subjectId,
          event.details,
        ]),
      )
      .digest()
}

export function hashOfBlock(block: BlockContent): string {
  const { cityCode, blockNo, previousHash, eventsHash, eventCount, totalEvents, sealedAt } = block
  const content = [cityCode, blockNo, previousHash, eventsHash, eventCount, totalEvents, sealedAt]
  return createHash('sha256').update(JSON.stringify(content)).digest('hex')
}

export function signBlock(vault: Vault, content: BlockContent): Block {
  const hash = hashOfBlock(content)
  return { ...content, hash, signature: vault.sign(signedText(hash)), keyId: vault.keyId }
}

export function isSigned(vault: Vault, head: Pick<Block, 'hash' | 'signature'>): boolean {
  return vault.isSignatureGood(signedText(head.hash), head.signature)
}

/** Named, so that no other signature of this key can pass for one of a head. */
function signedText(hash: string): string {
  return `nuandeng chain head ${hash}`
}
