import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import { afterAll, describe, expect, test } from 'vitest'
import { hasSharedData, NEEDS_SHARED_DATA, sharedFile } from '../../../test/shared-data.ts'
import { csvLine } from '../csv.ts'
import { XlsxWriter } from '../xlsx.ts'
import { openTable } from './open-table.ts'
import { SharedStrings } from './shared-strings.ts'

const folder = mkdtempSync(join(tmpdir(), 'nuandeng-tables-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let files = 0

function aFile(bytes: Uint8Array | string): string {
  const path = join(folder, `${files++}`)
  writeFileSync(path, bytes)
  return path
}

async function read(path: string, sheet?: string) {
  const table = await openTable(path)
  try {
    const rows = []
    for await (const batch of table.rows(sheet)) rows.push(...batch)
    return { encoding: table.encoding, rows: rows.map(({ rowNo, cells }) => [rowNo, ...cells]) }
  } finally {
    await table.close()
  }
}

const HEAD = '<?xml version="1.0"?><worksheet><sheetData>'

function aWorkbook(sheets: Record<string, string>, parts: Record<string, string> = {}) {
  const names = Object.keys(sheets)
  const content = Object.values(sheets).map((xml, i) => [`xl/worksheets/s${i}.xml`, strToU8(xml)])
  const more = Object.entries(parts).map(([name, xml]) => [name, strToU8(xml)])
  return zipSync({
    'xl/workbook.xml': strToU8(
      `<workbook><sheets>${names.map((name, i) => `<sheet name="${name}" r:id="r${i}"/>`).join('')}</sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      `<Relationships>${names.map((_, i) => `<Relationship Id="r${i}" Target="worksheets/s${i}.xml"/>`).join('')}</Relationships>`,
    ),
    ...Object.fromEntries([...content, ...more]),
  })
}

describe('encodings', () => {
  const gbk = Buffer.from('bba7bac52cc3fbb3c60a303030312c9439da3395328236', 'hex')
  test.each([
    ['UTF-8', Buffer.from('户号,名称\n0001,㐂𠮷'), 'utf-8', '㐂𠮷'],
    ['UTF-8 with its mark', Buffer.from('\uFEFF户号,名称\n0001,㐂𠮷'), 'utf-8', '㐂𠮷'],
    [
      'UTF-16 with its mark',
      Buffer.from('\uFEFF户号\t名称\n0001\t㐂𠮷', 'utf16le'),
      'utf-16le',
      '㐂𠮷',
    ],
    ['GB18030', gbk, 'gb18030', new TextDecoder('gb18030').decode(gbk.subarray(15))],
    ['gzip', gzipSync('户号,名称\n0001,㐂𠮷'), 'utf-8', '㐂𠮷'],
  ])('%s is told from the bytes', async (_name, bytes, encoding, name) => {
    expect(await read(aFile(bytes))).toEqual({
      encoding,
      rows: [
        [1, '户号', '名称'],
        [2, '0001', name],
      ],
    })
  })
})

test('quotes, line breaks within cells and empty lines keep the numbers of the rows', async () => {
  const text = 'a;b\r\n\r\n"1;""x""\r\ny";2\n ;\t\nlast'
  expect((await read(aFile(text))).rows).toEqual([
    [1, 'a', 'b'],
    [3, '1;"x"\r\ny', '2'],
    [5, 'last'],
  ])
})

test('dates, noughts shown by the format, formulas, errors and merged cells read as they are shown', async () => {
  const styles =
    '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="171" formatCode="00000000"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>'
  const strings =
    '<sst><si><r><t>户</t></r><r><t>号</t></r><rPh><t>hu</t></rPh></si><si><t xml:space="preserve"> a_x000D_ &amp;&#x20;</t></si></sst>'
  const sheet = `${HEAD}<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c></row>
    <row r="4"><c r="A4" s="1"><v>40831</v></c><c r="B4" s="2"><v>1234</v></c><c r="C4"><f>HYPERLINK("x")</f><v>12</v></c></row>
    <row r="5"><c r="B5" t="str"><f>A1</f><v>ok</v></c><c r="C5"><f>A1</f></c><c r="D5" t="e"><v>#REF!</v></c></row>
    <row r="6"><c r="A6" s="1"/><c r="B6" s="2"/></row><row r="7"><c><v>4.1010000000000002E+9</v></c></row>
    </sheetData><mergeCells><mergeCell ref="A4:A5"/></mergeCells></worksheet>`
  const path = aFile(
    aWorkbook(
      { 空: `${HEAD}</sheetData></worksheet>`, 表: sheet },
      { 'xl/styles.xml': styles, 'xl/sharedStrings.xml': strings },
    ),
  )
  expect((await read(path)).rows).toEqual([
    [2, '户号', '', ' a\r & '],
    [4, '2011-10-15', '00001234', '12'],
    [5, '2011-10-15', 'ok', '', ''],
    [7, '4101000000'],
  ])
  await expect(read(path, '别的')).rejects.toMatchObject({ code: 'no-such-sheet' })
})

test('65,000 rows that are formatted and empty count as none', async () => {
  const empty = Array.from(
    { length: 65_000 },
    (_, i) => `<row r="${i + 2}"><c r="A${i + 2}" s="1"/></row>`,
  )
  const sheet = `${HEAD}<row r="1"><c t="inlineStr"><is><t>内容</t></is></c></row>${empty.join('')}<row r="65100"><c><v>1</v></c></row></sheetData></worksheet>`
  expect((await read(aFile(aWorkbook({ 表: sheet })))).rows).toEqual([
    [1, '内容'],
    [65_100, '1'],
  ])
})

describe('refused, with the reason', () => {
  const bomb = aWorkbook({ 表: `${HEAD}${' '.repeat(64 * 1024 * 1024)}</sheetData></worksheet>` })
  /** The directory declares less than the entry inflates to. */
  const lying = () => {
    const bytes = Buffer.from(
      aWorkbook({ 表: `${HEAD}${'<row/>'.repeat(100_000)}</sheetData></worksheet>` }),
    )
    for (let at = bytes.length - 4; at >= 0; at--) {
      if (bytes.readUInt32LE(at) === 0x02014b50 && bytes.readUInt32LE(at + 24) > 100_000) {
        bytes.writeUInt32LE(1000, at + 24)
      }
    }
    return bytes
  }
  test.each([
    ['a zip bomb', () => bomb, 'zip-bomb'],
    ['sizes that lie', lying, 'zip-bomb'],
    ['a gzip bomb', () => gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20)), 'zip-bomb'],
    ['another zip', () => zipSync({ 'word/document.xml': strToU8('<w/>') }), 'wrong-file-type'],
    ['a cut workbook', () => aWorkbook({ 表: HEAD }).subarray(0, 300), 'damaged-file'],
    ['an old workbook', () => Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'wrong-file-type'],
    ['a PDF', () => '%PDF-1.7', 'wrong-file-type'],
    ['bytes that are no text', () => Buffer.from([0x41, 0xff, 0xff, 0x00]), 'wrong-file-type'],
    ['nothing', () => '', 'empty-file'],
    ['an open quote', () => 'a,b\n"1,2\n', 'open-quote'],
    [
      'entities that grow',
      () => aWorkbook({ 表: `<!DOCTYPE x [<!ENTITY a "b">]>${HEAD}</sheetData></worksheet>` }),
      'damaged-file',
    ],
  ])('%s', async (_name, bytes, code) => {
    await expect(read(aFile(bytes()))).rejects.toMatchObject({ code, message: expect.any(String) })
  })
})

test('what our own writers write comes back as it was, whatever it holds', async () => {
  const cell = fc.oneof(
    fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()),
    fc.constantFrom(
      '=1+1',
      '+8',
      '-5',
      '@x',
      "'=1",
      "''-1",
      '_x0041_',
      '00012',
      '㐂𠮷',
      '👩‍👩‍👧',
      'a\r\nb',
      '"',
      'x,y',
    ),
    fc.constant('长'.repeat(10_000)),
  )
  const line = fc.array(cell, { minLength: 1, maxLength: 4 }).map((cells) => ['#', ...cells])
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 4 }), async (lines) => {
      const pieces: Uint8Array[] = []
      const workbook = new XlsxWriter('表', (bytes) => pieces.push(bytes))
      workbook.writeRows(lines)
      workbook.end()
      const wanted = lines.map((cells, i) => [i + 1, ...cells])
      expect((await read(aFile(Buffer.concat(pieces)))).rows).toEqual(wanted)
      const plain = lines.map((cells) => cells.map((text) => text.replaceAll('\0', '')))
      const text = `\uFEFF${plain.map(csvLine).join('')}`
      expect((await read(aFile(text))).rows).toEqual(plain.map((cells, i) => [i + 1, ...cells]))
    }),
    { numRuns: 60 },
  )
})

test('shared strings beyond the memory they may take come back from their file', () => {
  const strings = new SharedStrings()
  const wordAt = (i: number) => `${i}${'示例'.repeat(i % 90)}`
  const count = 250_000
  for (let i = 0; i < count; i++) strings.add(wordAt(i))
  for (let i = 0; i < count; i += 997) expect(strings.get(i)).toBe(wordAt(i))
  for (let i = count - 1; i > 0; i -= 4999) expect(strings.get(i)).toBe(wordAt(i))
  expect(strings.get(count)).toBeUndefined()
  strings.close()
})

test.skipIf(!hasSharedData)(
  `the files of shared/data/messy have the rows counted by hand${NEEDS_SHARED_DATA}`,
  async () => {
    const count = async (name: string) => (await read(sharedFile(`messy/${name}`))).rows.length
    expect(await count('tipdm_annex1_taxonomy.xlsx')).toBe(518)
    expect(await count('tipdm_annex3_sample.xlsx')).toBe(31)
    expect(await count('tipdm_annex4_sample.xlsx')).toBe(121)
    expect(await count('weather_yangzhong_gbk.csv')).toBe(610)
  },
)
