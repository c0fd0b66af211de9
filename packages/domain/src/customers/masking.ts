import type { CustomerClass } from '../campaigns/field-record.ts'
import { maskName } from '../organisation/masking.ts'

/** Numbers of roads and the like, which are no door numbers: 107国道, 第3大街, 二七路. */
const ROAD = '(?:国道|省道|县道|乡道|高速|大街|大道|胡同|路|街|世纪|里河|中学|小学|局)'
const NUMBER = '(?:[0-9０-９]+|[一二三四五六七八九十百零〇两]+)'
const DOOR = '(?:号|栋|幢|座|弄|单元|室|楼|层|门|户|院|排|组|队|#|＃|-|－|—|/)'
/** Where the part begins that names one house: `37号`, `3栋`, `A座`, or a bare number at the end. */
const DOOR_PART = new RegExp(
  `(?:第?${NUMBER}(?!${ROAD})\\s*${DOOR}|[A-Za-z]+[0-9]*\\s*(?:座|栋|幢|区|楼|单元|号)|[0-9０-９]+\\s*(?:$|[^\\p{L}\\p{N}]))`,
  'u',
)

/** 东巷37号 → 东巷: the street or village of an address, without the door number and what follows it. */
export function maskAddress(address: string): string {
  const at = address.search(DOOR_PART)
  return (at === -1 ? address : address.slice(0, at)).replace(/[\s,，、(（第]+$/u, '')
}

/** Whether name and address are those of a person: all but important and key customers. */
export function isPersonal(customerClass: CustomerClass | null): boolean {
  return customerClass !== 'A' && customerClass !== 'B'
}

/** The name of a customer as lists show it: masked where it is a person's. */
export function nameShown(name: string, customerClass: CustomerClass | null): string {
  return isPersonal(customerClass) ? maskName(name) : name
}
