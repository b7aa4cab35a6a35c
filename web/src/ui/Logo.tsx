/** The mark: a line that rises to a point that is proven. */
export function Logo({ size }: { size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden focusable="false">
      <rect width="32" height="32" rx="9" fill="#1d4a44" />
      <path
        d="M6.5 22h5.4l4.4-9.4 3.4 6.4h5.8"
        fill="none"
        stroke="#f3efe6"
        strokeWidth="2.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="16.3" cy="9.6" r="2.7" fill="#f08a5d" />
    </svg>
  );
}
