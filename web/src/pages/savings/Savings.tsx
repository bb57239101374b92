export default function Savings() { return null; }
