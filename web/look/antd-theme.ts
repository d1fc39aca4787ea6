import { theme, type ThemeConfig } from 'antd';
import type { Theme } from './theme';

/** antd in the colours of tokens.css. Errors of input are burnt orange: red belongs to the seal. */
export function antdTheme(mode: Theme): ThemeConfig {
  const isDark = mode === 'dark';
  return {
    algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: isDark ? '#2f6cb8' : '#173f73',
      colorLink: isDark ? '#8bb8f0' : '#173f73',
      colorError: isDark ? '#f0a070' : '#a44a00',
      colorWarning: isDark ? '#d9932a' : '#875200',
      colorSuccess: isDark ? '#79d3a0' : '#1b6a41',
      colorBgContainer: isDark ? '#18212c' : '#ffffff',
      colorBgElevated: isDark ? '#1f2a37' : '#ffffff',
      colorBorder: isDark ? '#4a596b' : '#aeb8c5',
      colorText: isDark ? '#e6ebf2' : '#16202c',
      colorTextPlaceholder: isDark ? '#94a2b3' : '#66727f',
      colorTextDescription: isDark ? '#a3b0c0' : '#556274',
      fontFamily: 'var(--font)',
      fontSize: 14,
      borderRadius: 4,
      controlHeight: 34,
      motionDurationMid: '0.1s',
      motionDurationSlow: '0.15s',
    },
    components: {
      Button: { fontWeight: 500, primaryShadow: 'none', defaultShadow: 'none' },
      Input: { activeShadow: '0 0 0 2px rgb(47 116 208 / 25%)' },
    },
  };
}
