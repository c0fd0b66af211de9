import { createHash, type Hash } from 'node:crypto'
import type { Vault } from '../../platform/vault.ts'
import { BEFORE_FIRST, type Block, eventHasher, hashOfBlock, isSigned } from './chain.ts'
import type { Findings } from './findings.ts'
import type { SealedEvent } from './verify.queries.ts'

/** A block whose Events are being taken. */
interface OpenBlock {
  block: Block
  /** Whether the block itself is as it was signed. */
  isOwn: boolean
  /** Over the hashes of its Events as they are stored, and as they come out of the Events. */
  stored: Hash
  computed: Hash
  nextPosition: number
  hasGaps: boolean
  /** Events whose hash does not fit their seal. */
  unfit: string[]
}

/** Walks the chain of a city in order: blocks by `enter`, their Events by `take`, and `leave` at its end. */
export class ChainWalk {
  #before: Pick<Block, 'blockNo' | 'hash' | 'totalEvents'> = BEFORE_FIRST
  #open: OpenBlock | undefined
  readonly #cityCode: string
  readonly #vault: Vault
  readonly #findings: Findings
  readonly #hashOf: ReturnType<typeof eventHasher>

  constructor(cityCode: string, vault: Vault, findings: Findings) {
    this.#cityCode = cityCode
    this.#vault = vault
    this.#findings = findings
    this.#hashOf = eventHasher(vault)
  }

  enter(block: Block) {
    this.leave()
    this.#open = {
      block,
      isOwn: this.#checkBlock(block),
      stored: createHash('sha256'),
      computed: createHash('sha256'),
      nextPosition: 1,
      hasGaps: false,
      unfit: [],
    }
    this.#before = block
  }

  /** Takes the next Event; tells whether it is what was sealed. */
  take(sealed: SealedEvent): boolean {
    const { blockNo, hash } = sealed
    const open = this.#open?.block.blockNo === blockNo ? this.#open : undefined
    if (open) this.#checkPosition(open, sealed.position)
    open?.stored.update(hash)
    if (sealed.eventId === null) {
      open?.computed.update(hash)
      if (open) open.hasGaps = true
      const reason = `block ${this.#cityCode}/${blockNo} seals it, and it is gone`
      this.#findings.add('event', sealed.sealedId, 'deleted', reason)
      return false
    }
    const computed = this.#hashOf(sealed, sealed)
    open?.computed.update(computed)
    if (computed.equals(hash)) return true
    if (open) open.unfit.push(sealed.eventId)
    else this.#addChangedEvent(sealed.eventId, blockNo)
    return false
  }

  /** Judges the block whose Events were all taken. */
  leave() {
    const open = this.#open
    if (!open) return
    this.#open = undefined
    const { block, unfit } = open
    this.#checkPosition(open, block.eventCount + 1)
    const isWhole = open.computed.digest('hex') === block.eventsHash
    for (const eventId of unfit) {
      // The Events give what the block was made of: then it is their seals that were changed.
      if (isWhole) this.#findings.add('event_seal', eventId, 'changed', 'does not fit its Event')
      else this.#addChangedEvent(eventId, block.blockNo)
    }
    const isStored = open.stored.digest('hex') === block.eventsHash
    if (!isStored && open.isOwn && !open.hasGaps && unfit.length === 0) {
      const reason = 'its Events are not those it was made of'
      this.#findings.add('event_block', this.#rowIdOf(block.blockNo), 'changed', reason)
    }
  }

  /** The block against its own hash and signature, and against the block before it. */
  #checkBlock(block: Block): boolean {
    const rowId = this.#rowIdOf(block.blockNo)
    const before = this.#before
    const next = before.blockNo + 1
    if (block.blockNo > next) {
      const lost =
        block.blockNo - next === 1 ? 'it is' : `blocks ${next} to ${block.blockNo - 1} are`
      this.#findings.add(
        'event_block',
        this.#rowIdOf(next),
        'deleted',
        `${lost} gone from the chain`,
      )
    }
    if (block.keyId !== this.#vault.keyId) {
      const reason = `signed with key ${block.keyId}; this installation's is ${this.#vault.keyId}`
      this.#findings.add('event_block', rowId, 'unsigned', reason)
      return false
    }
    if (hashOfBlock(block) !== block.hash || !isSigned(this.#vault, block)) {
      this.#findings.add('event_block', rowId, 'changed', 'its hash or signature does not fit it')
      return false
    }
    const isLinked =
      block.previousHash === before.hash &&
      block.totalEvents === before.totalEvents + block.eventCount
    if (block.blockNo === next && !isLinked) {
      this.#findings.add('event_block', rowId, 'changed', 'does not follow on the block before it')
      return false
    }
    return true
  }

  /** Positions stand without gaps; one that is left out was deleted. */
  #checkPosition(open: OpenBlock, position: number) {
    const { nextPosition } = open
    if (position > nextPosition) {
      open.hasGaps = true
      const rowId = `${this.#rowIdOf(open.block.blockNo)}/${nextPosition}`
      const reason = `${position - nextPosition} seals are gone from here on`
      this.#findings.add('event_seal', rowId, 'deleted', reason)
    }
    open.nextPosition = position + 1
  }

  #addChangedEvent(eventId: string, blockNo: number) {
    const reason = `content, time or place is not what block ${this.#rowIdOf(blockNo)} sealed`
    this.#findings.add('event', eventId, 'changed', reason)
  }

  #rowIdOf(blockNo: number): string {
    return `${this.#cityCode}/${blockNo}`
  }
}
