/** A time typed as it is in China. */
export const instantOf = (text: string) => new Date(`${text}:00+08:00`).toISOString()

/** A time as a field for one takes it. */
export const fieldOf = (instant: string | Date) =>
  new Date(new Date(instant).getTime() + 8 * 3_600_000).toISOString().slice(0, 16)
