export default function DealPage() {
  return null;
}
