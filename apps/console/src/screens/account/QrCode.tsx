import qrcode from 'qrcode-generator'

/** The light border that a scanner needs, in modules. */
const QUIET = 4

/** A text as a QR code (二维码), drawn as one path. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const code = qrcode(0, 'M')
  // The address is in percent-encoded ASCII, which this library takes byte by byte.
  code.addData(text)
  code.make()
  const count = code.getModuleCount()
  const size = count + 2 * QUIET
  const dots = Array.from({ length: count * count }, (_, i) => [i % count, Math.floor(i / count)])
  const path = dots
    .filter(([x = 0, y = 0]) => code.isDark(y, x))
    .map(([x = 0, y = 0]) => `M${x + QUIET} ${y + QUIET}h1v1h-1z`)
    .join('')
  return (
    <svg
      className="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#2b211a" />
    </svg>
  )
}
