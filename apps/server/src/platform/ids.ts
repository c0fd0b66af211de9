import { v7 } from 'uuid'

/** A new key. Version 7, so that keys made one after another stand beside one another. */
export function newId(): string {
  return v7()
}
