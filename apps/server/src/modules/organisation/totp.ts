import { generateSecret, generateURI, verifySync } from 'otplib'
import type { Vault } from '../../platform/vault.ts'

/** A code may be one step (30 s) older or newer than our clock. */
const TOLERANCE_SECONDS = 30
const ISSUER = '暖灯 Nuandeng'

const placeOf = (personId: string) => `credential.totp:${personId}`

/** A new secret of the second factor (动态口令), sealed for its row, and the address to scan. */
export function newTotp(vault: Vault, personId: string, loginName: string) {
  const secret = generateSecret()
  return {
    secret,
    uri: generateURI({ issuer: ISSUER, label: loginName, secret }),
    sealed: vault.seal(secret, placeOf(personId)),
  }
}

export interface TotpState {
  personId: string
  sealedTotp: string | null
  totpLastStep: number | null
}

/** The time step of a good code; undefined for a wrong one and for one at or before the last used. */
export function stepOfCode(
  vault: Vault,
  { personId, sealedTotp, totpLastStep }: TotpState,
  code: string,
  now: Date,
): number | undefined {
  if (!sealedTotp) return undefined
  const result = verifySync({
    secret: vault.open(sealedTotp, placeOf(personId)),
    token: code,
    epoch: Math.floor(now.getTime() / 1000),
    epochTolerance: TOLERANCE_SECONDS,
  })
  if (!result.valid || !('timeStep' in result)) return undefined
  return result.timeStep > (totpLastStep ?? -1) ? result.timeStep : undefined
}
