export default function WorkshopPage() {
  return null;
}
