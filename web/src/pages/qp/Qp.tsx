export default function Qp() { return null; }
