export default function Risk() { return null; }
