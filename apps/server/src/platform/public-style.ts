import { Html } from './html.ts'

/** The style of customers' pages: system fonts, readable in large type and on a phone. */
export const PUBLIC_STYLE = new Html(`
*{box-sizing:border-box}
body{margin:0;font:16px/1.6 "PingFang SC","Microsoft YaHei","Noto Sans SC","Noto Sans SC Variable",system-ui,sans-serif;color:#2b211a;background:#f7f3ee}
body.large{font-size:22px}
aside{background:#ffe3b3;color:#4a2600;padding:4px 16px;text-align:center;font-size:.9em}
header{background:#3a2717;color:#fdf3e3;padding:16px max(16px,calc(50vw - 620px))}
header a{color:#ffd591;margin-right:1em}
h1{margin:0;font-size:1.6em}
header p{margin:.2em 0 .4em}
main{max-width:1272px;margin:0 auto;padding:16px}
a{color:#9a4606}
:focus-visible{outline:3px solid #9a4606;outline-offset:2px}
header :focus-visible{outline-color:#f6b14b}
.skip{position:absolute;left:-999px}
.skip:focus{left:8px;top:8px;background:#fff;color:#9a4606;padding:8px}
form{display:flex;flex-wrap:wrap;gap:12px;align-items:end}
label{display:grid}
input,select,button{font:inherit;padding:6px 10px;height:2.6em;border:1px solid #8a7a6c;border-radius:6px;background:#fff;color:inherit;max-width:100%}
button{background:#9a4606;border-color:#9a4606;color:#fff}
h2{font-size:1.3em;margin:.8em 0 0}
h3{font-size:1.1em;margin:1.2em 0 .3em}
small{display:block;font-weight:400;color:#5e5148}
h3 small{display:inline}
main p a{margin-left:1em}
.scroll{overflow-x:auto;background:#fff;border:1px solid #e6ddd3;border-radius:8px;margin:0 0 16px}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding:8px 12px}
th,td{padding:6px 12px;border-top:1px solid #e6ddd3;text-align:right;vertical-align:top;white-space:nowrap}
th:first-child{text-align:left;white-space:normal;min-width:10em;font-weight:600}
thead th{background:#f1e9e0}
.plain td,.plain th{text-align:left;white-space:normal}
td.none{color:#5e5148;text-align:left}
.good{color:#1f6b3a}
.bad{color:#a61b1b}
td.good,td.bad{font-weight:600}
.note{color:#5e5148;font-size:.9em}
.units{columns:14em;padding-left:1.2em}
@media(max-width:700px){.cards,.cards tbody,.cards tr,.cards th,.cards td{display:block}.cards thead{display:none}.cards tr{border-top:1px solid #e6ddd3;padding:6px 0}.cards td,.cards th{border:0;padding:2px 12px}th,td{padding:6px 8px}.scroll th:first-child{position:sticky;left:0;background:#fff}.scroll thead th:first-child{background:#f1e9e0}}
`)
