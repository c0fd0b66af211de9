import type { ThemeConfig } from 'antd'

/** 暖灯: the light of a lamp on paper. Every pair of colours that carries text has a contrast of 4.5 or more. */
export const AMBER = '#9a4606'
const INK = '#2b211a'

export const FONT =
  '"PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans SC Variable", system-ui, sans-serif'

export const theme: ThemeConfig = {
  token: {
    colorPrimary: AMBER,
    colorLink: AMBER,
    // What is derived for the pointer is lighter than the ground of a row under it allows.
    colorLinkHover: '#7a3604',
    colorLinkActive: '#5e2a03',
    colorInfo: AMBER,
    colorError: '#a61b1b',
    colorSuccess: '#1f6b3a',
    // What is derived from so dark a green or red is grey.
    colorSuccessBg: '#e9f4ec',
    colorSuccessBorder: '#a5cdb2',
    colorErrorBg: '#fbebea',
    colorErrorBorder: '#dfaaa7',
    colorText: INK,
    colorTextSecondary: '#5e5148',
    colorTextDescription: '#5e5148',
    colorTextPlaceholder: '#6f6258',
    colorBgLayout: '#f7f3ee',
    colorBorderSecondary: '#e6ddd3',
    borderRadius: 6,
    fontSize: 15,
    fontFamily: FONT,
    motion: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
  },
  components: { Table: { headerBg: '#f1e9e0', headerColor: INK } },
}
