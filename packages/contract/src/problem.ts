import { z } from 'zod'

/** One fault in what was sent: which field (in a batch, which row), the reason as a code and in words. */
export const Fault = z.object({
  field: z.string(),
  code: z.string(),
  reason: z.string(),
})
export type Fault = z.infer<typeof Fault>

/** A refusal (RFC 9457): `code` is stable and translated by the screens. */
export const ProblemReply = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.string().optional(),
  errors: z.array(Fault).optional(),
})
export type ProblemReply = z.infer<typeof ProblemReply>
