import fc from 'fast-check'
import { z } from 'zod'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

interface Schema {
  type?: string
  const?: Json
  enum?: Json[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  additionalProperties?: Schema | boolean
  format?: string
  pattern?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
}

/** Inputs of the right shape for a zod schema, made from its own JSON schema. */
export function arbitraryFor(schema: z.ZodType): fc.Arbitrary<Json> {
  return fromSchema(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema)
}

function fromSchema(schema: Schema): fc.Arbitrary<Json> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return fc.oneof(...choices.map(fromSchema))
  switch (schema.type) {
    case 'object':
      return objectOf(schema)
    case 'array':
      return fc.array(fromSchema(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, 3 + (schema.minItems ?? 0)),
      })
    case 'string':
      return textOf(schema)
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -1000, max: schema.maximum ?? 1_000_000 })
    case 'number':
      return fc.double({ min: schema.minimum ?? -1e6, max: schema.maximum ?? 1e6, noNaN: true })
    case 'boolean':
      return fc.boolean()
    default:
      return fc.jsonValue() as fc.Arbitrary<Json>
  }
}

function objectOf(schema: Schema): fc.Arbitrary<Json> {
  const properties = Object.entries(schema.properties ?? {})
  const model = Object.fromEntries(properties.map(([key, value]) => [key, fromSchema(value)]))
  if (properties.length === 0 && typeof schema.additionalProperties === 'object') {
    return fc.dictionary(fc.string({ maxLength: 10 }), fromSchema(schema.additionalProperties))
  }
  return fc.record(model, { requiredKeys: schema.required ?? [] }) as fc.Arbitrary<Json>
}

function textOf(schema: Schema): fc.Arbitrary<Json> {
  if (schema.format === 'uuid') return fc.uuid()
  if (schema.format === 'date-time') {
    return fc
      .date({ min: new Date('1989-01-01'), max: new Date('2201-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString())
  }
  if (schema.format === 'date') {
    return fc
      .date({ min: new Date('1989-01-01'), max: new Date('2201-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10))
  }
  if (schema.pattern) return fc.stringMatching(new RegExp(schema.pattern))
  const length = {
    minLength: schema.minLength ?? 0,
    maxLength: Math.min(schema.maxLength ?? 60, 60 + (schema.minLength ?? 0)),
  }
  return fc.oneof(
    fc.string({ ...length, unit: 'grapheme' }),
    fc.string({ ...length, unit: 'binary' }),
  )
}

const NASTY: readonly Json[] = [
  null,
  true,
  -1,
  0.5,
  1e308,
  9_007_199_254_740_992,
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\u202e暖灯',
  "'; drop table event; --",
  '{{constructor}}',
  '__proto__',
  '../../etc/passwd',
  'x'.repeat(20_000),
  [],
  {},
  [[[[[[]]]]]],
]

/** Takes a good input and spoils some of it: a field gone, of another type, absurd, or added. */
export function spoiled(good: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  return fc
    .tuple(good, fc.array(fc.tuple(fc.nat(30), fc.constantFrom(...NASTY)), { maxLength: 3 }))
    .map(([value, faults]) =>
      faults.reduce((spoilt, [at, nasty]) => spoil(spoilt, at, nasty), value),
    )
}

function spoil(value: Json, at: number, nasty: Json): Json {
  if (Array.isArray(value) && value.length > 0) {
    return value.map((item, i) => (i === at % value.length ? spoil(item, at + 1, nasty) : item))
  }
  if (value !== null && typeof value === 'object') {
    const keys = Object.keys(value)
    const key = keys[at % Math.max(keys.length, 1)]
    if (key === undefined || at % 7 === 6) return { ...value, unknownField: nasty }
    const inner = (value as Record<string, Json>)[key] ?? null
    return { ...value, [key]: at % 3 === 0 ? spoil(inner, at + 1, nasty) : nasty }
  }
  return nasty
}
