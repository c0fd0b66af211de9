/** 王小明 → 王**: the first character stays, at most two stars follow. */
export function maskName(name: string): string {
  const [first, ...rest] = [...name]
  return first ? first + '*'.repeat(Math.min(rest.length, 2)) : ''
}

/** 13812340000 → 138****0000: three digits in front, four behind; shorter numbers keep the last two. */
export function maskPhone(phone: string): string {
  return phone.length >= 11
    ? `${phone.slice(0, 3)}****${phone.slice(-4)}`
    : `${'*'.repeat(Math.max(phone.length - 2, 0))}${phone.slice(-2)}`
}
