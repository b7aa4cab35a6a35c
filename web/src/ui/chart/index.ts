/** Charts that can be read, heard, stepped through, opened, printed and taken along. Start with `Chart` and `ChartSpec`. */
export { Chart } from '@/ui/chart/Chart';
export { useWriter } from '@/ui/chart/use-writer';
export type { Writer } from '@/ui/chart/write';
export { writeCell } from '@/ui/chart/write';
export type * from '@/ui/chart/spec';
export type { Tone } from '@/ui/chart/scene';
