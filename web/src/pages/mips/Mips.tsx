export default function Mips() { return null; }
